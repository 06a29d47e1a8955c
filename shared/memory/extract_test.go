package memory

import (
	"testing"
	"time"
)

func TestWhatIsFoundInASentence(t *testing.T) {
	said := time.Date(2026, 3, 18, 15, 4, 0, 0, time.UTC)
	for text, want := range map[string]Found{
		"Hay que renovar el seguro antes del viernes.":                   {Kind: ActionItem, Due: "2026-03-20"},
		"Debemos revisar las cotizaciones de cemento.":                   {Kind: ActionItem},
		"Yo me encargo de llamar a la DOM mañana.":                       {Kind: ActionItem, Owner: "Rodrigo", Due: "2026-03-19"},
		"Pedro enviará el informe antes del viernes.":                    {Kind: ActionItem, Owner: "Pedro", Due: "2026-03-20"},
		"María José tiene que firmar el contrato el 15 de abril.":        {Kind: ActionItem, Owner: "María José", Due: "2026-04-15"},
		"El equipo de bodega entregará los repuestos la próxima semana.": {Kind: ActionItem, Owner: "El equipo de bodega", Due: "2026-03-27"},
		"Please send the report by Friday.":                              {Kind: ActionItem, Due: "2026-03-20"},
		"Bob will call the supplier tomorrow.":                           {Kind: ActionItem, Owner: "Bob", Due: "2026-03-19"},
		"TODO: actualizar el plano de loteo":                             {Kind: ActionItem},
		"Pendiente: comprar cascos (Ana)":                                {Kind: ActionItem, Owner: "Ana"},
		"- [ ] Ana, envía las actas hoy":                                 {Kind: ActionItem, Owner: "Ana", Due: "2026-03-18"},
		"Se decidió cambiar el proveedor de hormigón.":                   {Kind: Decision},
		"Acordamos no renovar el arriendo de la grúa.":                   {Kind: Decision},
		"Queda aprobado el presupuesto de 40 millones.":                  {Kind: Decision},
		"We decided to postpone the launch.":                             {Kind: Decision},
		"Agreed: the crane stays until June.":                            {Kind: Decision},
		"Lo importante es que el permiso vence en mayo.":                 {Kind: Takeaway},
		"En resumen, el proyecto está dos semanas atrasado.":             {Kind: Takeaway},
		"Key point: the permit expires in May.":                          {Kind: Takeaway},
		// traps
		"¿Hay que renovar el seguro?":                         {},
		"No hay que renovar el seguro.":                       {},
		"Si llueve, hay que cubrir los materiales.":           {},
		"Habría que revisar las cotizaciones.":                {},
		"Pedro dijo que hay que cambiar el proveedor.":        {},
		"Ayer enviamos el informe a la gerencia.":             {},
		"Todavía no hemos decidido el proveedor.":             {},
		"We haven't decided on the supplier yet.":             {},
		"El año pasado se decidió cerrar la bodega.":          {},
		"Maybe we should call the supplier.":                  {},
		"Ana said we must send the report.":                   {},
		"El cartel decía «hay que usar casco» en la entrada.": {},
		"> Hay que renovar el seguro antes del viernes.":      {},
		"Por favor resume el documento de permisos.":          {},
		"Mañana lloverá en toda la región.":                   {},
		"Gracias, eso es todo.":                               {},
	} {
		var got Found
		if all := Extract(Said{Text: text, At: said, AuthorName: "Rodrigo", Role: User}); len(all) > 0 {
			got = all[0]
			got.Text = ""
		}
		if got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func TestAReplyOfAllyGivesTakeawaysOnly(t *testing.T) {
	reply := Said{Role: Ally, At: time.Now(), Text: "En resumen, faltan dos permisos.\n\nSe decidió cambiar el proveedor. Pedro enviará el informe el viernes."}
	if got := Extract(reply); len(got) != 1 || got[0].Kind != Takeaway {
		t.Errorf("%+v", got)
	}
}
