package sample

import "maps"

func groups(d day) map[string]map[string]any {
	_, usr := TwoDocuments()
	return map[string]map[string]any{
		"groups/" + GroupMantencion: {
			"name": "Mantención", "isActive": true, "createdAt": d.at(-200, 15, 0),
			"members": list(Granted().ID, usr.ID),
		},
		"groups/" + GroupProyectos: {
			"name": "Proyectos y calidad", "isActive": true, "createdAt": d.at(-180, 15, 0),
			"members": list(Superadmin().ID, consultant().ID, analyst().ID),
		},
		"groups/" + GroupFinanzas: {
			"name": "Finanzas (piloto)", "isActive": false, "createdAt": d.at(-300, 15, 0),
			"members": list(Granted().ID, GrantedEnglish().ID),
		},
	}
}

// shares gives one document per share. Its owner is the agent's.
func shares(d day) map[string]map[string]any {
	digits, usr := TwoDocuments()
	share := func(agent string, owner Person, level string, with []any, more map[string]any) map[string]any {
		document := map[string]any{
			"agentId": agent, "ownerId": owner.ID, "accessLevel": level, "sharedWith": with,
			"createdAt": d.at(-90, 16, 0),
		}
		maps.Copy(document, more)
		return document
	}
	// Entries by e-mail and by domain have an id that names nobody.
	byID := func(p Person) map[string]any { return map[string]any{"type": "user", "id": p.ID} }
	byEmail := func(p Person) map[string]any {
		return map[string]any{"type": "user", "id": "", "email": p.Email}
	}
	byDomain := func(name string) map[string]any {
		return map[string]any{"type": "user", "id": name, "domain": name}
	}
	byGroup := func(group string) map[string]any { return map[string]any{"type": "group", "id": group} }
	entry := func(p Person, active bool) map[string]any {
		return map[string]any{"userId": p.ID, "userEmail": p.Email, "isActive": active, "grantedAt": d.at(-60, 16, 0)}
	}
	return map[string]map[string]any{
		"agent_shares/share-m001-admin": share(AgentM001, OrganizationAdmin(), "admin", list(byID(Superadmin())), nil),
		"agent_shares/share-ssoma-mail": share(AgentSSOMA, OrganizationAdmin(), "view", list(byEmail(Superadmin())), nil),
		"agent_shares/share-m003-group": share(AgentM003, digits, "use", list(byGroup(GroupMantencion)), nil),
		"agent_shares/share-s002-team":  share(AgentS002, usr, "use", list(byGroup(GroupMantencion), byID(GrantedEnglish())), nil),
		"agent_shares/share-s001-domain": share(AgentS001, warehouse(), "use", list(byDomain(DomainSalfa)), map[string]any{
			"individualAccess": list(entry(Denied(), false), entry(Granted(), true)),
		}),
		"agent_shares/share-kamke-group": share(AgentKAMKE, partner(), "edit", list(byGroup(GroupProyectos)), nil),
		"agent_shares/share-kamke-visit": share(AgentKAMKE, partner(), "view", list(byEmail(GrantedEnglish())), map[string]any{
			"expiresAt": d.at(45, 3, 0),
		}),
		"agent_shares/share-cartola-old":    share(AgentCartola, Superadmin(), "use", list(byGroup(GroupFinanzas)), nil),
		"agent_shares/share-cartola-people": share(AgentCartola, Superadmin(), "use", list(byID(analyst()), byID(partner())), map[string]any{"individualAccess": list(entry(partner(), false))}),
		"agent_shares/share-personas-all":   share(AgentPersonas, consultant(), "view", list(byDomain(DomainGetAI)), nil),
		"agent_shares/share-compras-trial": share(AgentCompras, partner(), "use", list(byDomain(DomainGetAI), byID(Granted())), map[string]any{
			"expiresAt": d.at(-40, 3, 0),
		}),
		"agent_shares/share-compras-tomas":   share(AgentCompras, partner(), "edit", list(byID(consultant())), nil),
		"agent_shares/share-calidad-group":   share(AgentCalidad, consultant(), "use", list(byGroup(GroupProyectos)), nil),
		"agent_shares/share-licitaciones-cl": share(AgentLicitaciones, Superadmin(), "view", list(byDomain(DomainSalfa)), nil),
	}
}
