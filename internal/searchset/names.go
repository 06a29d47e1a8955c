package searchset

import (
	"strings"

	"getaifactory.com/ally/shared/lang"
)

// What the slots are filled with. All of it is made up.
var (
	projects = words(`Los Aromos|Edificio Alcántara|Parque Quillay|Loteo El Manzano|Condominio Rukalaf|Torre Mirador|Hospital Cordillera|
		Puente Itata|Liceo Bicentenario|Bodegas Lampa|Planta Maitén|Mall Costanera Sur|Edificio Tupungato|Villa Las Encinas|
		Terminal Pacífico|Clínica Andes|Jardín Arrayán|Centro Cívico|Edificio Balmaceda|Portal Oriente|Estadio Norte|Embalse Chacrillas|
		Ruta 68 Tramo B|Parque Eólico Totoral|Edificio Magnolia|Casas de Chicureo|Hotel Bahía|Nave Quilicura|Colegio Santa Elena|
		Museo del Mar|Edificio Nogales|Subestación Tarapacá|Condominio Peumo|Torre Bellavista|Edificio Ñuñoa Centro|Muelle Sur|
		Laboratorio Central|Biblioteca Regional|Loteo Altos del Maipo|Edificio Carrera|Galpón Pudahuel|Viviendas Rahue|Paso Nivel Zapadores|
		Edificio Lyon|Acopio Mejillones|Residencia Copihue|Frigorífico Teno|Edificio Vespucio`)
	places = words(`Antofagasta|Temuco|Rancagua|Concepción|Iquique|Valdivia|La Serena|Calama|Talca|Osorno|Puerto Montt|Arica|Copiapó|
		Chillán|Viña del Mar|Los Ángeles|Punta Arenas|Coyhaique|Melipilla|San Felipe|Ovalle|Curicó|Quillota|Castro`)
	companies = words(`Aceros Pehuén|Hormigones Biobío|Maestranza Lautaro|Comercial Trafún|Servicios Ancoa|Ferretería Ollagüe|Grúas Nahuel|
		Transportes Lircay|Vidrios Cochamó|Ingeniería Rengo|Eléctrica Pangal|Andamios Tolhuaca|Maderas Futrono|Químicos Loncura|
		Insumos Puyehue|Sanitaria Malleco|Logística Huasco|Equipos Quilimarí|Pinturas Cachapoal|Sistemas Yelcho|Tecno Rapel|
		Constructora Llaima|Inmobiliaria Teno|Minera Cerro Ñielol|Agrícola Santa Bárbara|Viña Tres Esteros|Pesquera Chonchi|Retail Norte Grande|
		Bodegaje Colbún|Ascensores Antuco|Climas Patagonia|Redes Calfuco|Topografía Elqui|Aseos Mapocho|Seguridad Itahue|Imprenta Liray|
		Catering Ñuble|Turismo Aysén|Bomba y Riego Maule|Neumáticos Choapa|Repuestos Limarí|Laboratorio Rucamanqui|Capacita Sur|
		Estudios Purén|Consultora Bío|Banquetes Laja|Forestal Quepe|Áridos Tinguiririca|Textil Nilahue|Perfiles Duqueco`)
	machines = words(`EX-04|EX-12|CX-210|CM-33|CM-47|TR-08|RT-15|CG-60|MB-22|PK-71|PK-09|GH-05|BD-18|TL-26|VX-90|KZ-14|MT-52|LR-37|DN-41|HW-66`)
	months   = words(`enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre`)
	monthsEn = words(`January|February|March|April|May|June|July|August|September|October|November|December`)
	first    = words(`Marcela|Ignacio|Rosario|Patricio|Ximena|Hernán|Valentina|Gonzalo|Camila|Rodrigo|Daniela|Fabián|Loreto|Matías|Pía|
		Cristóbal|Javiera|Esteban|Macarena|Álvaro|Constanza|Felipe|Bernardita|Nicolás|Antonia|Sergio|Paulina|Tomás|Verónica|Joaquín|Ingrid|
		Óscar|Francisca|Raúl|Mónica|Benjamín|Soledad|Claudio|Elisa|Víctor`)
	last = words(`Fuentealba|Carvajal|Oyarzún|Millapán|Riquelme|Sepúlveda|Antilef|Bórquez|Cárcamo|Donoso|Echeverría|Figueroa|Gaete|Henríquez|
		Iturra|Jaramillo|Kramer|Leiva|Montecinos|Navarrete|Olivares|Pizarro|Quezada|Retamal|Saavedra|Troncoso|Ulloa|Valdebenito|Yáñez|Zúñiga|
		Arriagada|Bustamante|Cifuentes|Droguett|Espinoza|Faúndez|Garrido|Huenchumán|Inostroza|Jofré|Labra|Mardones|Norambuena|Ormeño|Painemal|
		Quiroz|Rebolledo|Sanhueza|Tapia|Urrutia|Villagrán|Wagner|Alarcón|Becerra|Collao|Dinamarca|Farías|Godoy|Hidalgo|Illanes`)
)

// asides are exchanges that come up in any conversation.
var asides = map[lang.Language][][2]string{
	lang.Spanish: {
		{"¿Me lo resumes en tres puntos?", "Claro: qué pasó, qué se decidió y quién lo hace, con su fecha."},
		{"Gracias.", "Con gusto. Si cambia algo, dime y lo actualizo."},
		{"¿Puedes hacerlo más corto?", "Sí, lo dejé en la mitad sin perder los datos."},
		{"Ponlo en una tabla.", "Hecho: una fila por punto, con responsable y fecha."},
		{"¿De dónde sacaste eso?", "De los documentos que elegiste; puedes abrir la fuente desde la respuesta."},
		{"¿Algo más que deba saber?", "Solo que conviene dejar constancia por escrito."},
		{"Hazme un correo con esto.", "Asunto y tres párrafos listos; revisa el saludo antes de enviarlo."},
		{"¿Está bien así?", "Sí, solo corregí dos faltas de ortografía."},
		{"Lo reviso mañana.", "Perfecto, queda guardado aquí."},
		{"¿Y si no responde?", "Puedes insistir en dos días; te dejo un texto breve."},
		{"Tradúcelo al inglés, por favor.", "Listo, en tono formal."},
		{"No entendí la segunda parte.", "La explico con un ejemplo más simple."},
	},
	lang.English: {
		{"Can you sum it up in three points?", "Sure: what happened, what was decided and who does it."},
		{"Thanks.", "You're welcome. Tell me if anything changes."},
		{"Make it shorter.", "Done, half the length and no figures lost."},
		{"Put it in a table.", "One row for each point, with owner and date."},
		{"Where did you get that?", "From the documents you chose; open the source below the answer."},
		{"Anything else I should know?", "Only that it is better to have it in writing."},
		{"Draft an email with this.", "Subject and three paragraphs; check the greeting."},
		{"I'll look at it tomorrow.", "It stays here."},
	},
}

// named are queries for a person, an amount or a code. They are taken in turn,
// where the situation speaks of all that they name.
var named = map[lang.Language][]string{
	lang.Spanish: {
		"{codigo}", "{persona}", "lo que dijo {persona}", "{persona} {obra}", "los {monto} de {proveedor}", "el caso {codigo} de {obra}",
		"{persona} en {lugar}", "quién era {persona}", "{codigo} {persona}", "el monto de {monto}",
	},
	lang.English: {"{codigo}", "{persona}", "what {persona} said", "{monto} from {proveedor}", "{persona} at {obra}", "number {codigo}"},
}

func words(text string) []string {
	out := strings.Split(text, "|")
	for i, w := range out {
		out[i] = strings.TrimSpace(w)
	}
	return out
}
