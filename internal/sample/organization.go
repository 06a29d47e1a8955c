package sample

func organizations(d day) map[string]map[string]any {
	return map[string]map[string]any{
		"organizations/" + OrganizationGetAI: {
			"name": "GetAI Factory", "domains": list(DomainGetAI), "primaryDomain": DomainGetAI,
			"admins": list(Superadmin().ID, partner().ID), "ownerUserId": Superadmin().ID,
			"isActive": true, "createdAt": d.at(-430, 13, 0),
		},
		"organizations/" + OrganizationSalfa: {
			"name": "Salfa Corp", "domains": list(DomainSalfa, DomainMaqsa), "primaryDomain": DomainSalfa,
			"admins": list(OrganizationAdmin().ID), "ownerUserId": OrganizationAdmin().ID,
			"isActive": true, "createdAt": d.at(-410, 13, 0),
			"domainPrompt": "Responde como asesor interno de Salfa Corp: cita el procedimiento que usas, da plazos y montos exactos, " +
				"y cuando el procedimiento no lo diga, indica qué área puede responder.",
			"limits": map[string]any{"maxMonthlyTokens": int64(25_000_000)},
			"allyConfig": map[string]any{"collaborationSettings": map[string]any{
				"allowCrossOrgSharing": true, "requireEmailVerification": true, "maxExternalCollaborators": int64(10),
			}},
			"profile": map[string]any{
				"mission": "Construir y mantener obras inmobiliarias e industriales seguras, a tiempo y bien documentadas.",
				"vision":  "Ser en 2030 la constructora con menos reprocesos del norte y centro del país.",
				"purpose": "Que cada familia y cada faena reciba una obra de la que pueda fiarse.",
				"values":  list("Seguridad primero", "Palabra cumplida", "Orden en los papeles", "Aprender de cada obra"),
				"kpis": list(
					"Índice de frecuencia de accidentes bajo 4,5",
					"Permisos ingresados sin observaciones: 80 %",
					"Disponibilidad de equipos sobre 92 %",
					"Exactitud de inventario sobre 98 %",
				),
				"okrs": list(
					"Reducir en un tercio el tiempo entre el ingreso del expediente y el permiso de edificación",
					"Llevar a cero las detenciones por falta de lubricación",
					"Digitalizar todas las bodegas de obra antes de diciembre",
				),
			},
		},
	}
}

func domains(d day) map[string]map[string]any {
	return map[string]map[string]any{
		"domains/" + DomainGetAI: {
			"name": "GetAI Factory", "enabled": true, "createdAt": d.at(-430, 13, 5),
			"description": "Consultora que construye asistentes para empresas.",
			"companyInfo": map[string]any{
				"mission": "Poner el conocimiento de cada empresa al alcance de su gente.",
			},
		},
		"domains/" + DomainSalfa: {
			"name": "Salfa Gestión", "enabled": true, "createdAt": d.at(-410, 13, 5),
			"allowedAgents":         list(AgentM001, AgentSSOMA),
			"allowedContextSources": list(DocumentPermiso, DocumentRecepcion, DocumentUsoDeSuelo, DocumentIncidentes),
			"domainPrompt": "Las personas de Salfa Gestión trabajan en terreno: responde breve, con pasos numerados, " +
				"y usa las palabras obra, faena y bodega como se usan en la empresa.",
			"description": "Gestión inmobiliaria, obras y equipos de Salfa Corp.",
			"companyInfo": map[string]any{
				"mission": "Dar a las obras todo lo que necesitan para partir y terminar en fecha.",
				"vision":  "Que ninguna obra espere por un papel, un repuesto o una máquina.",
				"webData": map[string]any{
					"industry": "Construcción y gestión inmobiliaria",
					"aboutText": "Salfa Gestión reúne las áreas de desarrollo inmobiliario, mantención de equipos, bodegas y prevención " +
						"de riesgos. Atiende 23 obras activas entre Antofagasta y Puerto Montt.",
				},
			},
		},
		"domains/" + DomainMaqsa: {"name": "Maqsa", "enabled": false},
	}
}
