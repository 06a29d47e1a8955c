package sample

import "strings"

// Person is one document in users, as far as a session for it needs it.
type Person struct {
	ID           string // the document's id: digits, usr_ and 20 characters, or derived from the e-mail
	GoogleUserID string // digits; "" where the document has none
	Email        string
	Name         string
	Picture      string   // an https address, or ""
	Role         string   // as in the document; "" in the oldest shape
	Roles        []string // as in the document; nil in the oldest shape
	Organization string   // organizationId, or "" where the document has none
}

// Domain gives the part of the e-mail after the @, in lower case.
func (p Person) Domain() string {
	_, domain, _ := strings.Cut(p.Email, "@")
	return strings.ToLower(domain)
}

// Superadmin is the owner of the installation, whose document says admin.
func Superadmin() Person {
	return Person{
		ID: "114671162830729001607", GoogleUserID: "114671162830729001607",
		Email: "alec@getaifactory.com", Name: "Alec", Picture: "https://example.com/pictures/alec.png",
		Role: "admin", Roles: []string{"admin"}, Organization: OrganizationGetAI,
	}
}

// Granted has been granted access to Ally. He may use AgentM001, AgentSSOMA
// (his domain's), AgentM003, AgentS002 (his group's) and AgentS001 (shared
// with his domain), and no other.
func Granted() Person {
	return Person{
		ID: "usr_r7Kp2VxQm9TzLw4HbN3c", GoogleUserID: "108220417735520914466",
		Email: "rodrigo.paredes@salfagestion.cl", Name: "Rodrigo Paredes", Picture: "https://example.com/pictures/rodrigo-paredes.png",
		Role: "especialista", Roles: []string{"especialista", "user"}, Organization: OrganizationSalfa,
	}
}

// GrantedEnglish has been granted access to Ally, and her settings ask for
// English.
func GrantedEnglish() Person {
	return Person{
		ID: "usr_e5Dn8JcYf2GsXu6RkQ1a", GoogleUserID: "112904463018855237719",
		Email: "emily.carter@salfagestion.cl", Name: "Emily Carter", Picture: "https://example.com/pictures/emily-carter.png",
		Role: "supervisor", Roles: []string{"supervisor", "user"}, Organization: OrganizationSalfa,
	}
}

// Stranger is an ordinary active person whose document says nothing of Ally.
func Stranger() Person {
	return Person{
		ID: "103377120946618052237", GoogleUserID: "103377120946618052237",
		Email: "paula.riquelme@salfagestion.cl", Name: "Paula Riquelme",
		Role: "user", Roles: []string{"user"}, Organization: OrganizationSalfa,
	}
}

// Denied has allyBetaAccess with enabled: false. His access to AgentS001,
// which is shared with his domain, has been revoked.
func Denied() Person {
	return Person{
		ID: "usr_h3Wq6MbTt8ZyPa5EjV7d", GoogleUserID: "117760931284406135582",
		Email: "hernan.cisternas@salfagestion.cl", Name: "Hernán Cisternas",
		Role: "user", Roles: []string{"user"}, Organization: OrganizationSalfa,
	}
}

// Inactive has isActive: false.
func Inactive() Person {
	return Person{
		ID: "usr_l9Fs4CgXn1UhKo2YrB6e", GoogleUserID: "105518840227316904471",
		Email: "luis.sepulveda@salfagestion.cl", Name: "Luis Sepúlveda",
		Role: "user", Roles: []string{"user"}, Organization: OrganizationSalfa,
	}
}

// DisabledDomain is a person of DomainMaqsa.
func DisabledDomain() Person {
	return Person{
		ID: "usr_f2Ta7RdZk5MvSi9WqC8g", GoogleUserID: "109946273318804527760",
		Email: "fabian.ortuzar@maqsa.cl", Name: "Fabián Ortúzar",
		Role: "user", Roles: []string{"user"}, Organization: OrganizationSalfa,
	}
}

// TwoDocuments gives both documents of one person: the old one, whose id is
// digits, and the new one. They share the e-mail only. The old one owns
// AgentM003, the new one AgentS002.
func TwoDocuments() (digits, usr Person) {
	digits = Person{
		ID: "101834459072216630815", GoogleUserID: "101834459072216630815",
		Email: "gonzalo.maturana@salfagestion.cl", Name: "Gonzalo Maturana",
		Role: "expert", Roles: []string{"expert"}, Organization: OrganizationSalfa,
	}
	usr = digits
	usr.ID = "usr_g6Yh1NwLp3DxEb8TzK5m"
	usr.Picture = "https://example.com/pictures/gonzalo-maturana.png"
	usr.Roles = []string{"expert", "user"}
	return digits, usr
}

// OldestShape has nothing but email and name in her document, whose id is
// derived from the e-mail.
func OldestShape() Person {
	return Person{
		ID:    "nora_quiroz_salfagestion_cl",
		Email: "nora.quiroz@salfagestion.cl", Name: "Nora Quiroz",
	}
}

// NoOrganization has no organizationId; his e-mail's domain tells it.
func NoOrganization() Person {
	return Person{
		ID: "usr_j4Xv9PeSc6AqFn3GuM2t", GoogleUserID: "115203386749910274408",
		Email: "javier.ossandon@salfagestion.cl", Name: "Javier Ossandón",
		Role: "user", Roles: []string{"user"},
	}
}

// OrganizationAdmin administers OrganizationSalfa, and owns AgentM001 and
// AgentSSOMA.
func OrganizationAdmin() Person {
	return Person{
		ID: "107611508834427790263", GoogleUserID: "107611508834427790263",
		Email: "marcela.ibanez@salfagestion.cl", Name: "Marcela Ibáñez", Picture: "https://example.com/pictures/marcela-ibanez.png",
		Role: "admin", Roles: []string{"admin", "user"}, Organization: OrganizationSalfa,
	}
}

// warehouse reviews the documents of AgentS001, which she owns.
func warehouse() Person {
	return Person{
		ID: "usr_d8Ub5KtHw2RjCy7XsL4f", GoogleUserID: "111078235560943318824",
		Email: "daniela.toledo@salfagestion.cl", Name: "Daniela Toledo",
		Role: "context_reviewer", Roles: []string{"context_reviewer", "user"}, Organization: OrganizationSalfa,
	}
}

// partner has the role superadmin in her document; she owns AgentKAMKE and
// AgentCompras.
func partner() Person {
	return Person{
		ID: "usr_b1Gz3QvNd7WmTe6PkH9s", GoogleUserID: "113345097721168840953",
		Email: "beatriz.fonseca@getaifactory.com", Name: "Beatriz Fonseca",
		Role: "superadmin", Roles: []string{"superadmin", "admin"}, Organization: OrganizationGetAI,
	}
}

// consultant is an expert; he owns AgentPersonas and AgentCalidad.
func consultant() Person {
	return Person{
		ID: "usr_t5Ry8LfBx4JpVa1NoQ7h", GoogleUserID: "106629914400573381127",
		Email: "tomas.arriagada@getaifactory.com", Name: "Tomás Arriagada", Picture: "https://example.com/pictures/tomas-arriagada.png",
		Role: "expert", Roles: []string{"expert", "user"}, Organization: OrganizationGetAI,
	}
}

// analyst is an ordinary person of DomainGetAI.
func analyst() Person {
	return Person{
		ID: "102290557318846673301", GoogleUserID: "102290557318846673301",
		Email: "camila.duarte@getaifactory.com", Name: "Camila Duarte",
		Role: "user", Roles: []string{"user"}, Organization: OrganizationGetAI,
	}
}

// People gives everyone, with both documents of the person who has two, in a
// fixed order.
func People() []Person {
	digits, usr := TwoDocuments()
	return []Person{
		Superadmin(), partner(), consultant(), analyst(),
		OrganizationAdmin(), Granted(), GrantedEnglish(), Denied(), Stranger(), digits, usr,
		warehouse(), NoOrganization(), OldestShape(), Inactive(),
		DisabledDomain(),
	}
}
