package sample

// The organizations.
const (
	OrganizationGetAI = "getai-factory" // the superadmin's; without any optional field
	OrganizationSalfa = "salfa-corp"    // with profile, domainPrompt and limits
)

// The domains.
const (
	DomainGetAI = "getaifactory.com" // of OrganizationGetAI; names no agents
	DomainSalfa = "salfagestion.cl"  // of OrganizationSalfa; its allowedAgents are AgentM001 and AgentSSOMA
	DomainMaqsa = "maqsa.cl"         // of OrganizationSalfa; disabled and bare
)

// The agents. AgentLicitaciones is archived, the ten others are live.
const (
	AgentM001         = "agent-m001"    // legal and territorial rules
	AgentM003         = "agent-m003"    // preventive maintenance
	AgentS001         = "agent-s001"    // warehouses; its prompt is in systemPrompt
	AgentS002         = "agent-s002"    // trucks and lubrication
	AgentSSOMA        = "agent-ssoma"   // safety and occupational health
	AgentKAMKE        = "agent-kamke"   // equipment and projects
	AgentCartola      = "agent-cartola" // bank statements; its prompt is in systemPrompt
	AgentPersonas     = "agent-personas"
	AgentCompras      = "agent-compras" // has no agent_configs document
	AgentCalidad      = "agent-calidad"
	AgentLicitaciones = "agent-licitaciones"
)

// Documents (context_sources) that tests name; the others stand in documents/.
const (
	DocumentPermiso       = "doc-permiso-edificacion"   // of AgentM001: building permits
	DocumentRecepcion     = "doc-recepcion-definitiva"  // of AgentM001: final acceptance of works
	DocumentUsoDeSuelo    = "doc-uso-de-suelo"          // of AgentM001: land use
	DocumentLubricacion   = "doc-lubricacion-camiones"  // of AgentS002: lubrication intervals
	DocumentPreuso        = "doc-inspeccion-preuso"     // of AgentM003 and AgentS002
	DocumentIncidentes    = "doc-reporte-incidentes"    // of AgentSSOMA: deadlines for reports
	DocumentVacaciones    = "doc-vacaciones"            // of AgentPersonas
	DocumentConciliacion  = "doc-conciliacion-bancaria" // of AgentCartola
	DocumentDisabled      = "doc-tarifas-2023"          // enabled: false
	DocumentWithoutText   = "doc-plano-loteo"           // has no extractedData
	DocumentFailed        = "doc-catalogo-repuestos"    // status is error, not active
	DocumentOfNoAgent     = "doc-notas-terreno"         // assigned to no agent, owned by Granted
	DocumentOldConvention = "doc-manual-rotulacion"     // without labels and metadata
)

// Groups. GroupFinanzas is inactive.
const (
	GroupMantencion = "group-mantencion"
	GroupProyectos  = "group-proyectos"
	GroupFinanzas   = "group-finanzas-piloto"
)
