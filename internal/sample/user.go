package sample

// lastSeen tells how many days ago people were last there, for those who
// were not there yesterday. Their chats are no later.
func lastSeen(person string) int {
	switch person {
	case Inactive().ID:
		return 19
	case DisabledDomain().ID:
		return 12
	case OldestShape().ID:
		return 6
	}
	return 1
}

// users gives everyone's document.
func users(d day) map[string]map[string]any {
	documents := map[string]map[string]any{}
	for i, p := range People() {
		document := map[string]any{"email": p.Email, "name": p.Name}
		documents["users/"+p.ID] = document
		if p.ID == OldestShape().ID {
			continue
		}
		document["role"] = p.Role
		document["roles"] = list(p.Roles...)
		document["isActive"] = true
		document["createdAt"] = d.at(-420+7*i, 14, 5)
		document["lastLoginAt"] = d.at(-lastSeen(p.ID), 11, 10+i)
		if p.Organization != "" {
			document["organizationId"] = p.Organization
		}
		if p.Picture != "" {
			document["picture"] = p.Picture
		}
	}
	digits, usr := TwoDocuments()
	set := func(p Person, field string, value any) { documents["users/"+p.ID][field] = value }

	set(Superadmin(), "allyBetaAccess", access(true, d, -28, "system"))
	set(Superadmin(), "assignedOrganizations", list(OrganizationGetAI, OrganizationSalfa))
	set(Superadmin(), "company", "GetAI Factory")
	set(Granted(), "allyBetaAccess", access(true, d, -14, Superadmin().ID))
	set(GrantedEnglish(), "allyBetaAccess", access(true, d, -9, Superadmin().ID))
	set(GrantedEnglish(), "allyPreferences", map[string]any{"language": "en"})
	set(usr, "allyBetaAccess", access(true, d, -5, Superadmin().ID))
	set(Denied(), "allyBetaAccess", access(false, d, -7, Superadmin().ID))
	set(Inactive(), "isActive", false)

	for _, p := range []Person{Granted(), GrantedEnglish(), warehouse(), consultant()} {
		set(p, "googleUserId", p.GoogleUserID)
		set(p, "domainId", p.Domain())
	}
	set(Granted(), "company", "Salfa Corp")
	set(Granted(), "department", "Desarrollo Inmobiliario")
	set(GrantedEnglish(), "department", "Proyectos")
	set(OrganizationAdmin(), "assignedOrganizations", list(OrganizationSalfa))
	set(OrganizationAdmin(), "department", "Gerencia Legal")
	set(usr, "department", "Mantención")
	set(warehouse(), "company", "Salfa Corp")
	delete(documents["users/"+digits.ID], "lastLoginAt")
	delete(documents["users/"+Stranger().ID], "lastLoginAt")
	return documents
}

func access(enabled bool, d day, days int, by string) map[string]any {
	return map[string]any{"enabled": enabled, "enabledAt": d.at(days, 15, 0), "enabledBy": by}
}
