package sample

// habit says how many chats a person opened with an agent ("" is none) in
// the five weeks.
type habit struct {
	Person string
	Agent  string
	Chats  int
}

// habits makes the agents' popularity: in DomainSalfa AgentM001, AgentSSOMA,
// AgentS002, AgentS001, AgentM003, AgentKAMKE; in DomainGetAI AgentPersonas,
// AgentCartola, AgentCalidad, AgentCompras, AgentKAMKE, AgentM001; each list
// with the most popular first and no two alike. All may see the agents that
// they chat with; the archived one was open to Superadmin, who owns it.
func habits() []habit {
	digits, usr := TwoDocuments()
	return []habit{
		{Superadmin().ID, AgentCartola, 8},
		{Superadmin().ID, AgentPersonas, 4},
		{Superadmin().ID, AgentCalidad, 3},
		{Superadmin().ID, AgentKAMKE, 3},
		{Superadmin().ID, AgentM001, 2},
		{Superadmin().ID, AgentLicitaciones, 2},
		{Superadmin().ID, "", 3},
		{partner().ID, AgentCompras, 5},
		{partner().ID, AgentKAMKE, 3},
		{partner().ID, AgentPersonas, 4},
		{consultant().ID, AgentCalidad, 6},
		{consultant().ID, AgentPersonas, 5},
		{consultant().ID, AgentCompras, 2},
		{consultant().ID, "", 1},
		{analyst().ID, AgentCartola, 6},
		{analyst().ID, AgentPersonas, 4},
		{analyst().ID, AgentCalidad, 2},
		{analyst().ID, "", 1},

		{OrganizationAdmin().ID, AgentM001, 8},
		{OrganizationAdmin().ID, AgentSSOMA, 5},
		{OrganizationAdmin().ID, AgentS001, 2},
		{OrganizationAdmin().ID, "", 2},
		{Granted().ID, AgentM001, 14},
		{Granted().ID, AgentS002, 7},
		{Granted().ID, AgentSSOMA, 4},
		{Granted().ID, AgentM003, 4},
		{Granted().ID, AgentS001, 3},
		{Granted().ID, "", 3},
		{GrantedEnglish().ID, AgentM001, 8},
		{GrantedEnglish().ID, AgentKAMKE, 5},
		{GrantedEnglish().ID, AgentSSOMA, 4},
		{GrantedEnglish().ID, AgentS002, 4},
		{GrantedEnglish().ID, AgentS001, 2},
		{GrantedEnglish().ID, "", 2},
		{Denied().ID, AgentM001, 4},
		{Denied().ID, AgentSSOMA, 3},
		{Stranger().ID, AgentM001, 7},
		{Stranger().ID, AgentSSOMA, 4},
		{Stranger().ID, AgentS001, 3},
		{Stranger().ID, "", 1},
		{digits.ID, AgentM003, 4},
		{digits.ID, AgentM001, 2},
		{usr.ID, AgentS002, 10},
		{usr.ID, AgentM001, 3},
		{usr.ID, AgentM003, 3},
		{warehouse().ID, AgentS001, 6},
		{warehouse().ID, AgentM001, 3},
		{warehouse().ID, AgentSSOMA, 2},
		{NoOrganization().ID, AgentM001, 4},
		{NoOrganization().ID, AgentSSOMA, 3},
		{NoOrganization().ID, "", 1},
		{OldestShape().ID, AgentM001, 3},
		{OldestShape().ID, "", 2},
		{Inactive().ID, AgentM001, 2},
		{Inactive().ID, AgentS001, 2},

		{DisabledDomain().ID, "", 3},
	}
}
