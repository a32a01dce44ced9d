<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
 <context>
  <name>MedCode</name>
  <message>
   <source>Your notes are encrypted in {folder}.</source>
   <translation>Sus notas están cifradas en {folder}.</translation>
  </message>
  <message>
   <source>The recovery key opens the workspace once, and you choose a new passphrase.</source>
   <translation>La clave de recuperación abre el espacio de trabajo una vez, y usted elige una frase de contraseña nueva.</translation>
  </message>
  <message>
   <source>Notes, codes and decisions are then kept encrypted in {folder}. Nobody can open them without the passphrase or the recovery key that you get next.</source>
   <translation>Las notas, los códigos y las decisiones se guardan entonces cifrados en {folder}. Nadie puede abrirlos sin la frase de contraseña o la clave de recuperación que recibirá a continuación.</translation>
  </message>
  <message>
   <source>It opens the workspace when the passphrase is forgotten, and is shown only now. Keep it where only you find it, not on this computer.</source>
   <translation>Abre el espacio de trabajo si se olvida la frase de contraseña, y solo se muestra ahora. Guárdela donde solo usted la encuentre, no en este equipo.</translation>
  </message>
  <message>
   <source>It changes for {person} in the workspace and its backups.</source>
   <translation>Cambia para {person} en el espacio de trabajo y en sus copias de seguridad.</translation>
  </message>
  <message>
   <source>Use the system's keyring</source>
   <translation>Usar el llavero del sistema</translation>
  </message>
  <message>
   <source>Unlock the workspace</source>
   <translation>Desbloquear el espacio de trabajo</translation>
  </message>
  <message>
   <source>Unlock</source>
   <translation>Desbloquear</translation>
  </message>
  <message>
   <source>Person</source>
   <translation>Persona</translation>
  </message>
  <message>
   <source>The system's keyring unlocks the workspace for you from now on, without the passphrase.</source>
   <translation>A partir de ahora, el llavero del sistema le desbloquea el espacio de trabajo, sin la frase de contraseña.</translation>
  </message>
  <message>
   <source>Whoever can use your account on this computer can then open it.</source>
   <translation>Quien pueda usar su cuenta en este equipo podrá entonces abrirlo.</translation>
  </message>
  <message>
   <source>No longer unlock by the system's keyring</source>
   <translation>No desbloquear más con el llavero del sistema</translation>
  </message>
  <message>
   <source>Unlock by the system's keyring</source>
   <translation>Desbloquear con el llavero del sistema</translation>
  </message>
  <message>
   <source>New passphrase</source>
   <translation>Frase de contraseña nueva</translation>
  </message>
  <message>
   <source>The same once more</source>
   <translation>La misma otra vez</translation>
  </message>
  <message>
   <source>The two passphrases are not the same.</source>
   <translation>Las dos frases de contraseña no coinciden.</translation>
  </message>
  <message>
   <source>Type them again.</source>
   <translation>Escríbalas de nuevo.</translation>
  </message>
  <message>
   <source>Use the recovery key…</source>
   <translation>Usar la clave de recuperación…</translation>
  </message>
  <message>
   <source>Passphrase</source>
   <translation>Frase de contraseña</translation>
  </message>
  <message>
   <source>Recovery key</source>
   <translation>Clave de recuperación</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>Volver</translation>
  </message>
  <message>
   <source>Use the recovery key</source>
   <translation>Usar la clave de recuperación</translation>
  </message>
  <message>
   <source>Recover</source>
   <translation>Recuperar</translation>
  </message>
  <message>
   <source>Your name</source>
   <translation>Su nombre</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Cancelar</translation>
  </message>
  <message>
   <source>Create a workspace</source>
   <translation>Crear un espacio de trabajo</translation>
  </message>
  <message>
   <source>Create</source>
   <translation>Crear</translation>
  </message>
  <message>
   <source>The workspace needs your name.</source>
   <translation>El espacio de trabajo necesita su nombre.</translation>
  </message>
  <message>
   <source>It signs what you decide.</source>
   <translation>Firma lo que usted decide.</translation>
  </message>
  <message>
   <source>Your recovery key</source>
   <translation>Su clave de recuperación</translation>
  </message>
  <message>
   <source>Passphrase until now</source>
   <translation>Frase de contraseña actual</translation>
  </message>
  <message>
   <source>Change the passphrase</source>
   <translation>Cambiar la frase de contraseña</translation>
  </message>
  <message>
   <source>Change</source>
   <translation>Cambiar</translation>
  </message>
  <message>
   <source>The passphrase is changed.</source>
   <translation>La frase de contraseña ha cambiado.</translation>
  </message>
  <message>
   <source>The keyring no longer unlocks the workspace; you need the passphrase.</source>
   <translation>El llavero ya no desbloquea el espacio de trabajo; necesita la frase de contraseña.</translation>
  </message>
  <message>
   <source>Unlock the workspace…</source>
   <translation>Desbloquear el espacio de trabajo…</translation>
  </message>
  <message>
   <source>Create a workspace…</source>
   <translation>Crear un espacio de trabajo…</translation>
  </message>
  <message>
   <source>Work without it, in memory only</source>
   <translation>Trabajar sin él, solo en memoria</translation>
  </message>
  <message>
   <source>The workspace is open for reading only.</source>
   <translation>El espacio de trabajo está abierto solo para lectura.</translation>
  </message>
  <message>
   <source>&amp;File</source>
   <translation>&amp;Archivo</translation>
  </message>
  <message>
   <source>&amp;Note</source>
   <translation>&amp;Nota</translation>
  </message>
  <message>
   <source>&amp;Codes</source>
   <translation>&amp;Códigos</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Ver</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>A&amp;yuda</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>Herramientas</translation>
  </message>
  <message>
   <source>Replace by alternative {n}</source>
   <translation>Sustituir por la alternativa {n}</translation>
  </message>
  <message>
   <source>New note</source>
   <translation>Nota nueva</translation>
  </message>
  <message>
   <source>New note from clipboard</source>
   <translation>Nota nueva desde el portapapeles</translation>
  </message>
  <message>
   <source>Open…</source>
   <translation>Abrir…</translation>
  </message>
  <message>
   <source>Code a folder…</source>
   <translation>Codificar una carpeta…</translation>
  </message>
  <message>
   <source>Open the sample note</source>
   <translation>Abrir la nota de ejemplo</translation>
  </message>
  <message>
   <source>Export codes…</source>
   <translation>Exportar códigos…</translation>
  </message>
  <message>
   <source>Export codes of all notes…</source>
   <translation>Exportar los códigos de todas las notas…</translation>
  </message>
  <message>
   <source>Copy codes</source>
   <translation>Copiar códigos</translation>
  </message>
  <message>
   <source>Settings…</source>
   <translation>Ajustes…</translation>
  </message>
  <message>
   <source>Lock now</source>
   <translation>Bloquear ahora</translation>
  </message>
  <message>
   <source>Change the passphrase…</source>
   <translation>Cambiar la frase de contraseña…</translation>
  </message>
  <message>
   <source>Close note</source>
   <translation>Cerrar la nota</translation>
  </message>
  <message>
   <source>Show the closed notes</source>
   <translation>Mostrar las notas cerradas</translation>
  </message>
  <message>
   <source>Delete note…</source>
   <translation>Borrar la nota…</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Salir</translation>
  </message>
  <message>
   <source>Edit note</source>
   <translation>Editar la nota</translation>
  </message>
  <message>
   <source>Code note</source>
   <translation>Codificar la nota</translation>
  </message>
  <message>
   <source>Find in note</source>
   <translation>Buscar en la nota</translation>
  </message>
  <message>
   <source>Find next</source>
   <translation>Buscar siguiente</translation>
  </message>
  <message>
   <source>Find previous</source>
   <translation>Buscar anterior</translation>
  </message>
  <message>
   <source>Next note</source>
   <translation>Nota siguiente</translation>
  </message>
  <message>
   <source>Previous note</source>
   <translation>Nota anterior</translation>
  </message>
  <message>
   <source>Cancel or close</source>
   <translation>Cancelar o cerrar</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Deshacer</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>Rehacer</translation>
  </message>
  <message>
   <source>Accept</source>
   <translation>Aceptar</translation>
  </message>
  <message>
   <source>Reject</source>
   <translation>Rechazar</translation>
  </message>
  <message>
   <source>Back to undecided</source>
   <translation>Volver a pendiente</translation>
  </message>
  <message>
   <source>Replace by searching…</source>
   <translation>Sustituir buscando…</translation>
  </message>
  <message>
   <source>Add a code…</source>
   <translation>Añadir un código…</translation>
  </message>
  <message>
   <source>Browse the code sets…</source>
   <translation>Explorar las clasificaciones…</translation>
  </message>
  <message>
   <source>Code sets…</source>
   <translation>Clasificaciones…</translation>
  </message>
  <message>
   <source>Stop preparing the imported codes</source>
   <translation>Dejar de preparar los códigos importados</translation>
  </message>
  <message>
   <source>Say more exactly…</source>
   <translation>Precisar más…</translation>
  </message>
  <message>
   <source>Mend what the checks found</source>
   <translation>Corregir lo que indica el aviso</translation>
  </message>
  <message>
   <source>Accept all remaining</source>
   <translation>Aceptar todas las pendientes</translation>
  </message>
  <message>
   <source>Accept all above a confidence</source>
   <translation>Aceptar todas a partir de una confianza</translation>
  </message>
  <message>
   <source>Code the selected words</source>
   <translation>Codificar las palabras seleccionadas</translation>
  </message>
  <message>
   <source>Selected words are evidence</source>
   <translation>Las palabras seleccionadas son evidencia</translation>
  </message>
  <message>
   <source>The condition is present</source>
   <translation>La afección está presente</translation>
  </message>
  <message>
   <source>The condition is negated</source>
   <translation>La afección se niega</translation>
  </message>
  <message>
   <source>The condition is possible</source>
   <translation>La afección es posible</translation>
  </message>
  <message>
   <source>The condition is historical</source>
   <translation>La afección es un antecedente</translation>
  </message>
  <message>
   <source>The condition is in the family</source>
   <translation>La afección es de la familia</translation>
  </message>
  <message>
   <source>Query to the provider…</source>
   <translation>Consulta al médico…</translation>
  </message>
  <message>
   <source>Move up</source>
   <translation>Subir</translation>
  </message>
  <message>
   <source>Move down</source>
   <translation>Bajar</translation>
  </message>
  <message>
   <source>Show the next evidence</source>
   <translation>Mostrar la evidencia siguiente</translation>
  </message>
  <message>
   <source>Find a command…</source>
   <translation>Buscar una orden…</translation>
  </message>
  <message>
   <source>Overview of my work</source>
   <translation>Resumen de mi trabajo</translation>
  </message>
  <message>
   <source>Larger note text</source>
   <translation>Texto de la nota más grande</translation>
  </message>
  <message>
   <source>Smaller note text</source>
   <translation>Texto de la nota más pequeño</translation>
  </message>
  <message>
   <source>Normal note text</source>
   <translation>Texto de la nota normal</translation>
  </message>
  <message>
   <source>Appearance of the system</source>
   <translation>Aspecto del sistema</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Claro</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Oscuro</translation>
  </message>
  <message>
   <source>High contrast</source>
   <translation>Contraste alto</translation>
  </message>
  <message>
   <source>Go to the notes</source>
   <translation>Ir a las notas</translation>
  </message>
  <message>
   <source>Go to the note text</source>
   <translation>Ir al texto de la nota</translation>
  </message>
  <message>
   <source>Go to the codes</source>
   <translation>Ir a los códigos</translation>
  </message>
  <message>
   <source>Go to the facts of the encounter</source>
   <translation>Ir a los datos de la visita</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Ayuda</translation>
  </message>
  <message>
   <source>Keyboard shortcuts</source>
   <translation>Atajos de teclado</translation>
  </message>
  <message>
   <source>What could ever connect</source>
   <translation>Qué podría llegar a conectarse</translation>
  </message>
  <message>
   <source>Welcome</source>
   <translation>Bienvenida</translation>
  </message>
  <message>
   <source>Paste</source>
   <translation>Pegar</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>Exportar</translation>
  </message>
  <message>
   <source>Edit</source>
   <translation>Editar</translation>
  </message>
  <message>
   <source>Replace</source>
   <translation>Sustituir</translation>
  </message>
  <message>
   <source>Add</source>
   <translation>Añadir</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Detener</translation>
  </message>
  <message>
   <source>The note could not be coded: an unexpected fault of the program ({kind}).</source>
   <translation>No se pudo codificar la nota: fallo inesperado del programa ({kind}).</translation>
  </message>
  <message>
   <source>Try again; if it stays, please report it.</source>
   <translation>Inténtelo de nuevo; si se repite, comuníquelo, por favor.</translation>
  </message>
  <message numerus="yes">
   <source>in {count} notes</source>
   <translation>
    <numerusform>en {count} nota</numerusform>
    <numerusform>en {count} notas</numerusform>
   </translation>
  </message>
  <message>
   <source>codes</source>
   <translation>códigos</translation>
  </message>
  <message>
   <source>Reading the documents…</source>
   <translation>Leyendo los documentos…</translation>
  </message>
  <message>
   <source>Opening…</source>
   <translation>Abriendo…</translation>
  </message>
  <message>
   <source>Accepting…</source>
   <translation>Aceptando…</translation>
  </message>
  <message numerus="yes">
   <source>{count} codes accepted, {where}.</source>
   <translation>
    <numerusform>{count} código aceptado, {where}.</numerusform>
    <numerusform>{count} códigos aceptados, {where}.</numerusform>
   </translation>
  </message>
  <message>
   <source>Nothing was changed.</source>
   <translation>No se ha cambiado nada.</translation>
  </message>
  <message numerus="yes">
   <source>{count} notes are on the work list.</source>
   <translation>
    <numerusform>{count} nota está en la lista de trabajo.</numerusform>
    <numerusform>{count} notas están en la lista de trabajo.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>All is done: {count} codes are in {name}.</source>
   <translation>
    <numerusform>Todo listo: {count} código está en {name}.</numerusform>
    <numerusform>Todo listo: {count} códigos están en {name}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} documents could not be coded.</source>
   <translation>
    <numerusform>{count} documento no se pudo codificar.</numerusform>
    <numerusform>{count} documentos no se pudieron codificar.</numerusform>
   </translation>
  </message>
  <message>
   <source>The batch was stopped.</source>
   <translation>El lote se detuvo.</translation>
  </message>
  <message>
   <source>What is finished is kept; you can go on later.</source>
   <translation>Lo terminado se conserva; puede continuar más tarde.</translation>
  </message>
  <message numerus="yes">
   <source>Accept the codes at {share} and above in {count} documents without errors? They join the work list.</source>
   <translation>
    <numerusform>¿Aceptar los códigos con {share} o más en {count} documento sin errores? Pasa a la lista de trabajo.</numerusform>
    <numerusform>¿Aceptar los códigos con {share} o más en {count} documentos sin errores? Pasan a la lista de trabajo.</numerusform>
   </translation>
  </message>
  <message>
   <source>There are no documents in it.</source>
   <translation>No hay documentos en ella.</translation>
  </message>
  <message numerus="yes">
   <source>{count} documents, {size}</source>
   <translation>
    <numerusform>{count} documento, {size}</numerusform>
    <numerusform>{count} documentos, {size}</numerusform>
   </translation>
  </message>
  <message>
   <source>{hours} h {minutes} min</source>
   <translation>{hours} h y {minutes} min</translation>
  </message>
  <message>
   <source>{minutes} min</source>
   <translation>{minutes} minutos</translation>
  </message>
  <message>
   <source>{seconds} s</source>
   <translation>{seconds} segundos</translation>
  </message>
  <message>
   <source>Batch</source>
   <translation>Lote</translation>
  </message>
  <message>
   <source>Progress of the batch</source>
   <translation>Progreso del lote</translation>
  </message>
  <message>
   <source>Preview</source>
   <translation>Vista previa</translation>
  </message>
  <message>
   <source>List what would be read; nothing is coded</source>
   <translation>Mostrar lo que se leería; no se codifica nada</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Iniciar</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>Pausar</translation>
  </message>
  <message>
   <source>Documents that are being coded are finished</source>
   <translation>Los documentos que se están codificando se terminan</translation>
  </message>
  <message>
   <source>Stop; what is finished is kept</source>
   <translation>Detener; lo terminado se conserva</translation>
  </message>
  <message>
   <source>Retry failures</source>
   <translation>Reintentar fallos</translation>
  </message>
  <message>
   <source>Filter by name or reason</source>
   <translation>Filtrar por nombre o motivo</translation>
  </message>
  <message>
   <source>Show documents</source>
   <translation>Mostrar documentos</translation>
  </message>
  <message>
   <source>All documents</source>
   <translation>Todos los documentos</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Abrir</translation>
  </message>
  <message>
   <source>To the work list, with the codes it has</source>
   <translation>En la lista de trabajo, con los códigos que tiene</translation>
  </message>
  <message>
   <source>{number}%</source>
   <translation>{number} %</translation>
  </message>
  <message>
   <source>Least confidence to accept</source>
   <translation>Confianza mínima para aceptar</translation>
  </message>
  <message>
   <source>Accept by rule…</source>
   <translation>Aceptar por regla…</translation>
  </message>
  <message>
   <source>In the documents shown where no check found an error</source>
   <translation>En los documentos mostrados donde ninguna comprobación halló un error</translation>
  </message>
  <message>
   <source>Export selected…</source>
   <translation>Exportar selección…</translation>
  </message>
  <message>
   <source>Export all…</source>
   <translation>Exportar todo…</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Cerrar</translation>
  </message>
  <message>
   <source>{folder} is not a folder.</source>
   <translation>{folder} no es una carpeta.</translation>
  </message>
  <message>
   <source>Getting ready…</source>
   <translation>Preparando…</translation>
  </message>
  <message>
   <source>{done:,} of {all:,} documents</source>
   <translation>{done:,} de {all:,} documentos</translation>
  </message>
  <message>
   <source>None of the documents shown has such a code and no error.</source>
   <translation>Ninguno de los documentos mostrados tiene un código así y ningún error.</translation>
  </message>
  <message>
   <source>Leave</source>
   <translation>Dejar</translation>
  </message>
  <message>
   <source>{number:,} of {all:,} shown</source>
   <translation>{number:,} de {all:,} mostrados</translation>
  </message>
  <message>
   <source>{number:,} waiting</source>
   <translation>{number:,} en espera</translation>
  </message>
  <message>
   <source>{number:,} coded</source>
   <translation>{number:,} codificados</translation>
  </message>
  <message>
   <source>{number:,} could not be coded</source>
   <translation>{number:,} sin codificar por fallos</translation>
  </message>
  <message>
   <source>Resume</source>
   <translation>Reanudar</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Continuar</translation>
  </message>
  <message>
   <source>Looking at the documents…</source>
   <translation>Examinando los documentos…</translation>
  </message>
  <message>
   <source>Stopping…</source>
   <translation>Deteniendo…</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>En pausa</translation>
  </message>
  <message>
   <source>about {time} left</source>
   <translation>quedan unos {time}</translation>
  </message>
  <message>
   <source>Choose the folder with the documents.</source>
   <translation>Elija la carpeta con los documentos.</translation>
  </message>
  <message>
   <source>Choose another one.</source>
   <translation>Elija otra.</translation>
  </message>
  <message>
   <source>{number} a minute</source>
   <translation>{number} por minuto</translation>
  </message>
  <message>
   <source>Choose a lower confidence.</source>
   <translation>Elija una confianza más baja.</translation>
  </message>
  <message>
   <source>None of the selected documents is coded.</source>
   <translation>Ninguno de los documentos seleccionados está codificado.</translation>
  </message>
  <message>
   <source>The folder with the documents</source>
   <translation>La carpeta con los documentos</translation>
  </message>
  <message>
   <source>The file that the codes are written to</source>
   <translation>El archivo en el que se escriben los códigos</translation>
  </message>
  <message>
   <source>With the folders inside</source>
   <translation>Con las subcarpetas</translation>
  </message>
  <message>
   <source>Choose the folder</source>
   <translation>Elegir la carpeta</translation>
  </message>
  <message>
   <source>Choose the file of the results</source>
   <translation>Elegir el archivo de los resultados</translation>
  </message>
  <message>
   <source>Coded as the settings say: {options}</source>
   <translation>Se codifica según los ajustes: {options}</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>Elegir…</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Carpeta</translation>
  </message>
  <message>
   <source>Results</source>
   <translation>Resultados</translation>
  </message>
  <message>
   <source>from {share} on</source>
   <translation>desde {share}</translation>
  </message>
  <message>
   <source>with the language model</source>
   <translation>con el modelo de lenguaje</translation>
  </message>
  <message>
   <source>with the Medicare Code Editor</source>
   <translation>con el Medicare Code Editor</translation>
  </message>
  <message>
   <source>waiting</source>
   <translation>en espera</translation>
  </message>
  <message>
   <source>coding…</source>
   <translation>codificando…</translation>
  </message>
  <message>
   <source>to review</source>
   <translation>por revisar</translation>
  </message>
  <message>
   <source>in review</source>
   <translation>en revisión</translation>
  </message>
  <message>
   <source>all decided</source>
   <translation>todo decidido</translation>
  </message>
  <message>
   <source>could not be coded</source>
   <translation>no se pudo codificar</translation>
  </message>
  <message>
   <source>Documents of the batch</source>
   <translation>Documentos del lote</translation>
  </message>
  <message numerus="yes">
   <source>{count} errors</source>
   <translation>
    <numerusform>{count} error</numerusform>
    <numerusform>{count} errores</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} warnings</source>
   <translation>
    <numerusform>{count} advertencia</numerusform>
    <numerusform>{count} advertencias</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} hints</source>
   <translation>
    <numerusform>{count} indicación</numerusform>
    <numerusform>{count} indicaciones</numerusform>
   </translation>
  </message>
  <message>
   <source>Document</source>
   <translation>Documento</translation>
  </message>
  <message>
   <source>State</source>
   <translation>Estado</translation>
  </message>
  <message>
   <source>Codes</source>
   <translation>Códigos</translation>
  </message>
  <message>
   <source>Checks</source>
   <translation>Comprobaciones</translation>
  </message>
  <message>
   <source>Lowest confidence</source>
   <translation>Confianza mínima</translation>
  </message>
  <message>
   <source>Reason</source>
   <translation>Motivo</translation>
  </message>
  <message>
   <source>Writing {name}…</source>
   <translation>Escribiendo {name}…</translation>
  </message>
  <message>
   <source>Search the code systems</source>
   <translation>Buscar en los sistemas de códigos</translation>
  </message>
  <message>
   <source>Code or words, such as E11.2 or knee pain left</source>
   <translation>Código o palabras (en inglés), como E11.2 o knee pain left</translation>
  </message>
  <message>
   <source>Code system</source>
   <translation>Sistema de códigos</translation>
  </message>
  <message>
   <source>Codes found</source>
   <translation>Códigos encontrados</translation>
  </message>
  <message>
   <source>Kept and recent codes</source>
   <translation>Códigos guardados y recientes</translation>
  </message>
  <message>
   <source>About the code</source>
   <translation>Sobre el código</translation>
  </message>
  <message>
   <source>Copy code</source>
   <translation>Copiar código</translation>
  </message>
  <message>
   <source>Codes of {release}</source>
   <translation>Códigos de {release}</translation>
  </message>
  <message>
   <source>Search, or choose a code on the left.</source>
   <translation>Busque o elija un código a la izquierda.</translation>
  </message>
  <message>
   <source>All code systems</source>
   <translation>Todos los sistemas de códigos</translation>
  </message>
  <message>
   <source>Tabular list</source>
   <translation>Lista tabular</translation>
  </message>
  <message>
   <source>Kept and recent</source>
   <translation>Guardados y recientes</translation>
  </message>
  <message>
   <source>Add to the codes of the note</source>
   <translation>Añadir a los códigos de la nota</translation>
  </message>
  <message>
   <source>Index</source>
   <translation>Índice</translation>
  </message>
  <message>
   <source>More of {system}…</source>
   <translation>Más de {system}…</translation>
  </message>
  <message>
   <source>No code has these words.</source>
   <translation>Ningún código tiene estas palabras.</translation>
  </message>
  <message>
   <source>No longer keep</source>
   <translation>Dejar de guardar</translation>
  </message>
  <message>
   <source>Keep</source>
   <translation>Guardar</translation>
  </message>
  <message>
   <source>Compared with {before}</source>
   <translation>En comparación con {before}</translation>
  </message>
  <message numerus="yes">
   <source>{count:,} new</source>
   <translation>
    <numerusform>{count:,} nuevo</numerusform>
    <numerusform>{count:,} nuevos</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count:,} revised</source>
   <translation>
    <numerusform>{count:,} revisado</numerusform>
    <numerusform>{count:,} revisados</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count:,} deleted</source>
   <translation>
    <numerusform>{count:,} eliminado</numerusform>
    <numerusform>{count:,} eliminados</numerusform>
   </translation>
  </message>
  <message>
   <source>None</source>
   <translation>Ninguno</translation>
  </message>
  <message numerus="yes">
   <source>and {count:,} more</source>
   <translation>
    <numerusform>y {count:,} más</numerusform>
    <numerusform>y {count:,} más</numerusform>
   </translation>
  </message>
  <message>
   <source>replaces {code}</source>
   <translation>sustituye a {code}</translation>
  </message>
  <message>
   <source>chosen by you</source>
   <translation>elegido por usted</translation>
  </message>
  <message>
   <source>to decide</source>
   <translation>por decidir</translation>
  </message>
  <message>
   <source>accepted</source>
   <translation>aceptado</translation>
  </message>
  <message>
   <source>rejected</source>
   <translation>rechazado</translation>
  </message>
  <message>
   <source>added by you</source>
   <translation>añadido por usted</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Rechazados</translation>
  </message>
  <message>
   <source>was {code}</source>
   <translation>era {code}</translation>
  </message>
  <message>
   <source>not billable</source>
   <translation>no facturable</translation>
  </message>
  <message>
   <source>check</source>
   <translation>revisar</translation>
  </message>
  <message>
   <source>First-listed</source>
   <translation>Diagnóstico principal</translation>
  </message>
  <message>
   <source>Others</source>
   <translation>Otros</translation>
  </message>
  <message>
   <source>Not billable: it needs more characters</source>
   <translation>No facturable: necesita más caracteres</translation>
  </message>
  <message>
   <source>Billable</source>
   <translation>Facturable</translation>
  </message>
  <message>
   <source>Not billable: it needs a 7th character</source>
   <translation>No facturable: necesita un 7.º carácter</translation>
  </message>
  <message>
   <source>See</source>
   <translation>Véase</translation>
  </message>
  <message>
   <source>See also</source>
   <translation>Véase también</translation>
  </message>
  <message>
   <source>Alphabetic Index</source>
   <translation>Índice alfabético</translation>
  </message>
  <message>
   <source>Table of neoplasms</source>
   <translation>Tabla de neoplasias</translation>
  </message>
  <message>
   <source>Table of drugs and chemicals</source>
   <translation>Tabla de fármacos y sustancias químicas</translation>
  </message>
  <message>
   <source>Index of external causes</source>
   <translation>Índice de causas externas</translation>
  </message>
  <message>
   <source>needs a 7th character</source>
   <translation>necesita un 7.º carácter</translation>
  </message>
  <message>
   <source>no longer used</source>
   <translation>ya no se usa</translation>
  </message>
  <message>
   <source>7th character</source>
   <translation>7.º carácter</translation>
  </message>
  <message>
   <source>Below</source>
   <translation>Por debajo</translation>
  </message>
  <message numerus="yes">
   <source>and {count} more</source>
   <translation>
    <numerusform>y {count} más</numerusform>
    <numerusform>y {count} más</numerusform>
   </translation>
  </message>
  <message>
   <source>No longer used</source>
   <translation>Ya no se usa</translation>
  </message>
  <message>
   <source>In ICD-10-CM</source>
   <translation>En ICD-10-CM</translation>
  </message>
  <message>
   <source>Search the code set</source>
   <translation>Buscar en la clasificación</translation>
  </message>
  <message>
   <source>The note's words give the marked answer. </source>
   <translation>Las palabras de la nota dan la respuesta marcada. </translation>
  </message>
  <message>
   <source>Type a code or some words.</source>
   <translation>Escriba un código o algunas palabras.</translation>
  </message>
  <message>
   <source>Enter or a digit takes an answer, Esc leaves</source>
   <translation>Intro o un dígito elige una respuesta, Esc sale</translation>
  </message>
  <message>
   <source>   (not billable)</source>
   <translation>   (no facturable)</translation>
  </message>
  <message>
   <source>Enter takes the code, Esc leaves</source>
   <translation>Intro elige el código, Esc sale</translation>
  </message>
  <message numerus="yes">
   <source>{name} is installed: {count:,} codes.</source>
   <translation>
    <numerusform>{name} está instalado: {count:,} código.</numerusform>
    <numerusform>{name} está instalado: {count:,} códigos.</numerusform>
   </translation>
  </message>
  <message>
   <source>This one came with the program and stays.</source>
   <translation>Este viene con el programa y se queda.</translation>
  </message>
  <message>
   <source>{begin} to {end}</source>
   <translation>{begin} a {end}</translation>
  </message>
  <message>
   <source>Code sets</source>
   <translation>Clasificaciones</translation>
  </message>
  <message>
   <source>Installed code sets</source>
   <translation>Clasificaciones instaladas</translation>
  </message>
  <message>
   <source>Suggest its codes for notes</source>
   <translation>Sugerir sus códigos para las notas</translation>
  </message>
  <message>
   <source>Stop the import; what is installed stays as it is</source>
   <translation>Detener la importación; lo instalado queda como está</translation>
  </message>
  <message>
   <source>Import files…</source>
   <translation>Importar archivos…</translation>
  </message>
  <message>
   <source>The official zip of a release, its files, or the files of another system</source>
   <translation>El zip oficial de una edición, sus archivos o los de otro sistema</translation>
  </message>
  <message>
   <source>From a package</source>
   <translation>Desde un paquete</translation>
  </message>
  <message>
   <source>Remove…</source>
   <translation>Quitar…</translation>
  </message>
  <message>
   <source>Reading the files…</source>
   <translation>Leyendo los archivos…</translation>
  </message>
  <message>
   <source>YYYY-MM-DD</source>
   <translation>AAAA-MM-DD</translation>
  </message>
  <message>
   <source>index: {kinds}</source>
   <translation>índice: {kinds}</translation>
  </message>
  <message>
   <source>no index</source>
   <translation>sin índice</translation>
  </message>
  <message>
   <source>Code set</source>
   <translation>Clasificación</translation>
  </message>
  <message>
   <source>In force, or version</source>
   <translation>Vigencia o versión</translation>
  </message>
  <message>
   <source>With</source>
   <translation>Con</translation>
  </message>
  <message>
   <source>Not used: {names}.</source>
   <translation>Sin usar: {names}.</translation>
  </message>
  <message>
   <source>What is this code system called?</source>
   <translation>¿Cómo se llama este sistema de códigos?</translation>
  </message>
  <message>
   <source>Name of the system</source>
   <translation>Nombre del sistema</translation>
  </message>
  <message>
   <source>Diagnoses are always suggested.</source>
   <translation>Los diagnósticos se sugieren siempre.</translation>
  </message>
  <message>
   <source>suggestions</source>
   <translation>sugerencias</translation>
  </message>
  <message>
   <source>map to ICD-10-CM</source>
   <translation>correspondencia con ICD-10-CM</translation>
  </message>
  <message>
   <source>The import was stopped; nothing has changed.</source>
   <translation>La importación se detuvo; nada ha cambiado.</translation>
  </message>
  <message>
   <source>From when on is the release used?</source>
   <translation>¿Desde cuándo se usa la edición?</translation>
  </message>
  <message>
   <source>{name} is removed.</source>
   <translation>{name} se ha quitado.</translation>
  </message>
  <message>
   <source>damaged</source>
   <translation>dañado</translation>
  </message>
  <message>
   <source>This is no date like 2026-10-01.</source>
   <translation>No es una fecha como 2026-10-01.</translation>
  </message>
  <message>
   <source>see {term}</source>
   <translation>véase {term}</translation>
  </message>
  <message>
   <source>see also {term}</source>
   <translation>véase también {term}</translation>
  </message>
  <message>
   <source>Checks on the codes</source>
   <translation>Comprobaciones de los códigos</translation>
  </message>
  <message>
   <source>Show or hide the hints; errors and warnings are always shown</source>
   <translation>Mostrar u ocultar las indicaciones; los errores y avisos se muestran siempre</translation>
  </message>
  <message numerus="yes">
   <source>{count} problems</source>
   <translation>
    <numerusform>{count} problema</numerusform>
    <numerusform>{count} problemas</numerusform>
   </translation>
  </message>
  <message>
   <source>Checks: </source>
   <translation>Revisión: </translation>
  </message>
  <message>
   <source>No codes. Add one</source>
   <translation>No hay códigos. Añada uno</translation>
  </message>
  <message>
   <source>It can be made {codes}</source>
   <translation>Puede cambiarse a {codes}</translation>
  </message>
  <message>
   <source>Date of service</source>
   <translation>Fecha de atención</translation>
  </message>
  <message>
   <source>Choose in a calendar</source>
   <translation>Elegir en un calendario</translation>
  </message>
  <message>
   <source>The code system {name} is not installed.</source>
   <translation>El sistema de códigos {name} no está instalado.</translation>
  </message>
  <message numerus="yes">
   <source>{count} suggestions accepted at {share} and above.</source>
   <translation>
    <numerusform>{count} sugerencia aceptada con {share} o más.</numerusform>
    <numerusform>{count} sugerencias aceptadas con {share} o más.</numerusform>
   </translation>
  </message>
  <message>
   <source>Code sets… in the menu Codes imports it.</source>
   <translation>Clasificaciones… en el menú Códigos lo importa.</translation>
  </message>
  <message>
   <source>Add a code for “{words}”</source>
   <translation>Añadir un código para «{words}»</translation>
  </message>
  <message>
   <source>Add a code</source>
   <translation>Añadir un código</translation>
  </message>
  <message numerus="yes">
   <source>{count} are left to decide.</source>
   <translation>
    <numerusform>Queda {count} por decidir.</numerusform>
    <numerusform>Quedan {count} por decidir.</numerusform>
   </translation>
  </message>
  <message>
   <source>Replace {code} by</source>
   <translation>Sustituir {code} por</translation>
  </message>
  <message>
   <source>{code} says all there is to say.</source>
   <translation>{code} ya dice todo lo que se puede decir.</translation>
  </message>
  <message>
   <source>below 1%   </source>
   <translation>menos del 1 %   </translation>
  </message>
  <message>
   <source>Alternatives</source>
   <translation>Alternativas</translation>
  </message>
  <message>
   <source>Selected code</source>
   <translation>Código seleccionado</translation>
  </message>
  <message>
   <source>Instead</source>
   <translation>En su lugar</translation>
  </message>
  <message>
   <source>Notes of the code set</source>
   <translation>Notas de la clasificación</translation>
  </message>
  <message>
   <source>Also called</source>
   <translation>También llamado</translation>
  </message>
  <message>
   <source>Includes</source>
   <translation>Incluye</translation>
  </message>
  <message>
   <source>Excludes1: never together</source>
   <translation>Excludes1: nunca juntos</translation>
  </message>
  <message>
   <source>Excludes2: not included here</source>
   <translation>Excludes2: no incluido aquí</translation>
  </message>
  <message>
   <source>Code first</source>
   <translation>Codifique primero</translation>
  </message>
  <message>
   <source>Use additional code</source>
   <translation>Use un código adicional</translation>
  </message>
  <message>
   <source>Code also</source>
   <translation>Codifique también</translation>
  </message>
  <message>
   <source>Note</source>
   <translation>Nota</translation>
  </message>
  <message>
   <source>Replace the code by {code}</source>
   <translation>Sustituir el código por {code}</translation>
  </message>
  <message>
   <source>Select a code to see why it was suggested.</source>
   <translation>Seleccione un código para ver por qué se sugirió.</translation>
  </message>
  <message>
   <source>Remove {name} from this computer?</source>
   <translation>¿Quitar {name} de este equipo?</translation>
  </message>
  <message>
   <source>Notes that were coded with it keep their codes.</source>
   <translation>Las notas codificadas con ella conservan sus códigos.</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Quitar</translation>
  </message>
  <message>
   <source>Documents</source>
   <translation>Documentos</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>Todos los archivos</translation>
  </message>
  <message>
   <source>Open notes</source>
   <translation>Notas abiertas</translation>
  </message>
  <message>
   <source>Import code sets</source>
   <translation>Importar clasificaciones</translation>
  </message>
  <message>
   <source>Folder with the documents</source>
   <translation>Carpeta con los documentos</translation>
  </message>
  <message>
   <source>Results of the batch</source>
   <translation>Resultados del lote</translation>
  </message>
  <message>
   <source>Export codes</source>
   <translation>Exportar códigos</translation>
  </message>
  <message>
   <source>Discard</source>
   <translation>Descartar</translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>Exportar…</translation>
  </message>
  <message>
   <source>Note {number}</source>
   <translation>Nota {number}</translation>
  </message>
  <message numerus="yes">
   <source>Stopped after {count} documents.</source>
   <translation>
    <numerusform>Detenido tras {count} documento.</numerusform>
    <numerusform>Detenido tras {count} documentos.</numerusform>
   </translation>
  </message>
  <message>
   <source>The export was stopped; nothing was written.</source>
   <translation>La exportación se detuvo; no se escribió nada.</translation>
  </message>
  <message>
   <source>Age of the patient in years, for the checks on age</source>
   <translation>Edad del paciente en años, para las comprobaciones de edad</translation>
  </message>
  <message>
   <source>Sex of the patient, for the checks on sex</source>
   <translation>Sexo del paciente, para las comprobaciones de sexo</translation>
  </message>
  <message>
   <source>Date of service: chooses the release of the code set; of inpatients that of discharge</source>
   <translation>Fecha de atención: elige la versión del catálogo; en pacientes ingresados, la del alta</translation>
  </message>
  <message>
   <source>Where the patient was seen: decides about suspected conditions and what may come first</source>
   <translation>Dónde se atendió al paciente: decide sobre las sospechas y lo que puede ir primero</translation>
  </message>
  <message>
   <source>Payment year of the risk groups; empty takes the year after the date of service</source>
   <translation>Año de pago de los grupos de riesgo; vacío toma el año siguiente a la fecha de atención</translation>
  </message>
  <message>
   <source>Age in years</source>
   <translation>Edad en años</translation>
  </message>
  <message>
   <source>Age</source>
   <translation>Edad</translation>
  </message>
  <message>
   <source>Sex</source>
   <translation>Sexo</translation>
  </message>
  <message>
   <source>outpatient</source>
   <translation>ambulatorio</translation>
  </message>
  <message>
   <source>inpatient</source>
   <translation>ingresado</translation>
  </message>
  <message>
   <source>Setting</source>
   <translation>Ámbito</translation>
  </message>
  <message>
   <source>Payment year</source>
   <translation>Año de pago</translation>
  </message>
  <message>
   <source>Year</source>
   <translation>Año</translation>
  </message>
  <message>
   <source>not known</source>
   <translation>no consta</translation>
  </message>
  <message>
   <source>female</source>
   <translation>mujer</translation>
  </message>
  <message>
   <source>male</source>
   <translation>varón</translation>
  </message>
  <message>
   <source>In the note: {facts}</source>
   <translation>En la nota: {facts}</translation>
  </message>
  <message>
   <source>Set by you: {facts}</source>
   <translation>Puesto por usted: {facts}</translation>
  </message>
  <message>
   <source>This is no age in years.</source>
   <translation>Esto no es una edad en años.</translation>
  </message>
  <message>
   <source>This is no year like 2027.</source>
   <translation>Esto no es un año como 2027.</translation>
  </message>
  <message>
   <source>This is no date like 2026-11-02.</source>
   <translation>No es una fecha como 2026-11-02.</translation>
  </message>
  <message>
   <source>Set by you</source>
   <translation>Puesto por usted</translation>
  </message>
  <message>
   <source>Found in the note</source>
   <translation>Encontrado en la nota</translation>
  </message>
  <message>
   <source>No page has these words.</source>
   <translation>Ninguna página tiene estas palabras.</translation>
  </message>
  <message>
   <source>Search the help</source>
   <translation>Buscar en la ayuda</translation>
  </message>
  <message>
   <source>Pages</source>
   <translation>Páginas</translation>
  </message>
  <message>
   <source>Page</source>
   <translation>Página</translation>
  </message>
  <message>
   <source>Enter goes to the next place, Esc closes</source>
   <translation>Intro va al siguiente resultado, Esc cierra</translation>
  </message>
  <message>
   <source>What the model's card says, measured on notes held out from its training:</source>
   <translation>Lo que dice la ficha del modelo, medido en notas que no se usaron para entrenarlo:</translation>
  </message>
  <message>
   <source>Below the codes stand the checks that their set fails: errors first, then warnings, then hints. They change nothing by themselves. Where one step mends it, one key does that step.</source>
   <translation>Debajo de los códigos están las comprobaciones que no supera el conjunto: primero errores, luego avisos y después indicaciones. No cambian nada por sí mismas. Cuando basta un paso para corregirlo, basta una tecla.</translation>
  </message>
  <message>
   <source>What the checks mean</source>
   <translation>Qué significan las comprobaciones</translation>
  </message>
  <message>
   <source>(no key)</source>
   <translation>(sin tecla)</translation>
  </message>
  <message>
   <source>How to work</source>
   <translation>Cómo trabajar</translation>
  </message>
  <message>
   <source>Confidence</source>
   <translation>Confianza</translation>
  </message>
  <message>
   <source>Limits</source>
   <translation>Límites</translation>
  </message>
  <message>
   <source>What could connect</source>
   <translation>Qué podría conectarse</translation>
  </message>
  <message>
   <source>The model</source>
   <translation>El modelo</translation>
  </message>
  <message>
   <source>This code</source>
   <translation>Este código</translation>
  </message>
  <message>
   <source>the other code</source>
   <translation>el otro código</translation>
  </message>
  <message>
   <source>Move another code to the first place.</source>
   <translation>Ponga otro código en primer lugar.</translation>
  </message>
  <message>
   <source>Move it to the first place, or see whether it is the reason for the encounter at all.</source>
   <translation>Póngalo en primer lugar, o compruebe si es realmente el motivo del encuentro.</translation>
  </message>
  <message>
   <source>Keep the one that the record supports.</source>
   <translation>Conserve el que respalda la historia clínica.</translation>
  </message>
  <message>
   <source>Add the code that is missing if the record supports it.</source>
   <translation>Añada el código que falta si la historia clínica lo respalda.</translation>
  </message>
  <message>
   <source>Change their order.</source>
   <translation>Cambie su orden.</translation>
  </message>
  <message>
   <source>Keep one of them.</source>
   <translation>Conserve uno de ellos.</translation>
  </message>
  <message>
   <source>Check the age and the code.</source>
   <translation>Revise la edad y el código.</translation>
  </message>
  <message>
   <source>Check the sex and the code.</source>
   <translation>Revise el sexo y el código.</translation>
  </message>
  <message>
   <source>The settings change them, under Shortcuts.</source>
   <translation>Se cambian en los ajustes, en Atajos.</translation>
  </message>
  <message>
   <source>Single rules of the guidelines</source>
   <translation>Reglas concretas de las directrices</translation>
  </message>
  <message>
   <source>{code} is accepted: {assertion}.</source>
   <translation>{code} se acepta: {assertion}.</translation>
  </message>
  <message>
   <source>{code} is not reported: {assertion}.</source>
   <translation>{code} no se notifica: {assertion}.</translation>
  </message>
  <message>
   <source>{code} stands in for {former}: {assertion}.</source>
   <translation>{code} sustituye a {former}: {assertion}.</translation>
  </message>
  <message>
   <source>Code for “{words}”</source>
   <translation>Código para «{words}»</translation>
  </message>
  <message>
   <source>Undo takes it back.</source>
   <translation>Deshacer lo revierte.</translation>
  </message>
  <message>
   <source>Select words in the note first.</source>
   <translation>Seleccione primero palabras de la nota.</translation>
  </message>
  <message>
   <source>Shift with the arrow keys does it.</source>
   <translation>Se hace con Mayús y las flechas.</translation>
  </message>
  <message>
   <source>Message</source>
   <translation>Mensaje</translation>
  </message>
  <message>
   <source>Dismiss the message</source>
   <translation>Cerrar el mensaje</translation>
  </message>
  <message>
   <source>Dismiss</source>
   <translation>Cerrar</translation>
  </message>
  <message>
   <source>Find in the note</source>
   <translation>Buscar en la nota</translation>
  </message>
  <message>
   <source>Legend</source>
   <translation>Leyenda</translation>
  </message>
  <message>
   <source>Progress of the coding</source>
   <translation>Progreso de la codificación</translation>
  </message>
  <message>
   <source>  ·  about {seconds} s left</source>
   <translation>  ·  quedan unos {seconds} s</translation>
  </message>
  <message>
   <source>Try a sample note</source>
   <translation>Probar un ejemplo</translation>
  </message>
  <message>
   <source>Paste a note, drop a file, or open one</source>
   <translation>Pegue una nota, suelte un archivo o ábralo</translation>
  </message>
  <message>
   <source>Coding starts at once. Everything stays on this computer.</source>
   <translation>La codificación empieza enseguida. Todo se queda en este equipo.</translation>
  </message>
  <message>
   <source>Discard changes</source>
   <translation>Descartar cambios</translation>
  </message>
  <message>
   <source>Previous</source>
   <translation>Anterior</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>Siguiente</translation>
  </message>
  <message>
   <source>not found</source>
   <translation>no encontrado</translation>
  </message>
  <message>
   <source>Code again</source>
   <translation>Codificar de nuevo</translation>
  </message>
  <message>
   <source>Stop coding this note</source>
   <translation>Detener la codificación de esta nota</translation>
  </message>
  <message>
   <source>Code the note as it stands</source>
   <translation>Codificar la nota tal como está</translation>
  </message>
  <message numerus="yes">
   <source>{count} files were not opened:</source>
   <translation>
    <numerusform>No se abrió {count} archivo:</numerusform>
    <numerusform>No se abrieron {count} archivos:</numerusform>
   </translation>
  </message>
  <message>
   <source>The numbers of the plots</source>
   <translation>Las cifras de los gráficos</translation>
  </message>
  <message>
   <source>As a table</source>
   <translation>Como tabla</translation>
  </message>
  <message>
   <source>Save as a picture…</source>
   <translation>Guardar como imagen…</translation>
  </message>
  <message>
   <source>Reading your decisions…</source>
   <translation>Leyendo sus decisiones…</translation>
  </message>
  <message>
   <source>Save as a picture</source>
   <translation>Guardar como imagen</translation>
  </message>
  <message>
   <source>Plots</source>
   <translation>Gráficos</translation>
  </message>
  <message>
   <source>What</source>
   <translation>Qué</translation>
  </message>
  <message>
   <source>Number</source>
   <translation>Cantidad</translation>
  </message>
  <message>
   <source>Picture</source>
   <translation>Imagen</translation>
  </message>
  <message>
   <source>Drawing that can be scaled</source>
   <translation>Dibujo ampliable</translation>
  </message>
  <message>
   <source>overview</source>
   <translation>resumen</translation>
  </message>
  <message>
   <source>The plots are in {name}.</source>
   <translation>Los gráficos están en {name}.</translation>
  </message>
  <message numerus="yes">
   <source>You decided about codes of {count} notes</source>
   <translation>
    <numerusform>Ha decidido sobre códigos de {count} nota</numerusform>
    <numerusform>Ha decidido sobre códigos de {count} notas</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes that you accepted, replaced or added.</source>
   <translation>
    <numerusform>{count} código que ha aceptado, sustituido o añadido.</numerusform>
    <numerusform>{count} códigos que ha aceptado, sustituido o añadido.</numerusform>
   </translation>
  </message>
  <message>
   <source>The codes that you accept, replace or add appear here by chapter.</source>
   <translation>Aquí aparecerán por capítulos los códigos que acepte, sustituya o añada.</translation>
  </message>
  <message>
   <source>Accepted by confidence</source>
   <translation>Aceptadas según la confianza</translation>
  </message>
  <message>
   <source>You accepted {accepted} of {all} suggestions as they were. Points on the dashed line were accepted as often as their confidence says; larger points stand for more suggestions.</source>
   <translation>Ha aceptado tal cual {accepted} de {all} sugerencias. Los puntos sobre la línea discontinua se aceptaron tanto como indica su confianza; los puntos más grandes representan más sugerencias.</translation>
  </message>
  <message numerus="yes">
   <source>Half of your {count} notes took {minutes} min or less.</source>
   <translation>
    <numerusform>Su {count} nota llevó {minutes} min.</numerusform>
    <numerusform>La mitad de sus {count} notas llevó {minutes} min o menos.</numerusform>
   </translation>
  </message>
  <message>
   <source>From the coding to your last decision; a pause counts as {limit} min at most.</source>
   <translation>Desde la codificación hasta su última decisión; una pausa cuenta como {limit} min como máximo.</translation>
  </message>
  <message numerus="yes">
   <source>{count} times, as coded or after your decisions; {open} are still there.</source>
   <translation>
    <numerusform>{count} vez, al codificar o tras sus decisiones; quedan {open}.</numerusform>
    <numerusform>{count} veces, al codificar o tras sus decisiones; quedan {open}.</numerusform>
   </translation>
  </message>
  <message>
   <source>Decide about the codes of a note, and this page shows what you did. Only your own decisions count, in the notes that are here.</source>
   <translation>Decida sobre los códigos de una nota y esta página mostrará lo que ha hecho. Solo cuentan sus propias decisiones, en las notas que hay aquí.</translation>
  </message>
  <message>
   <source>Codes by chapter</source>
   <translation>Códigos por capítulo</translation>
  </message>
  <message>
   <source>Confidence {low} to {high}</source>
   <translation>Confianza de {low} a {high}</translation>
  </message>
  <message>
   <source>{accepted} of {all} accepted</source>
   <translation>{accepted} de {all} aceptadas</translation>
  </message>
  <message>
   <source>confidence, %</source>
   <translation>confianza, %</translation>
  </message>
  <message>
   <source>accepted, %</source>
   <translation>aceptadas, %</translation>
  </message>
  <message>
   <source>Time per note</source>
   <translation>Tiempo por nota</translation>
  </message>
  <message numerus="yes">
   <source>under {count} minutes</source>
   <translation>
    <numerusform>menos de {count} minuto</numerusform>
    <numerusform>menos de {count} minutos</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} minutes and more</source>
   <translation>
    <numerusform>{count} minuto o más</numerusform>
    <numerusform>{count} minutos o más</numerusform>
   </translation>
  </message>
  <message>
   <source>What the checks found</source>
   <translation>Lo que hallaron las comprobaciones</translation>
  </message>
  <message>
   <source>{settled} settled, {open} still there</source>
   <translation>{settled} resueltos, {open} pendientes</translation>
  </message>
  <message>
   <source>settled</source>
   <translation>resueltos</translation>
  </message>
  <message>
   <source>still there</source>
   <translation>pendientes</translation>
  </message>
  <message numerus="yes">
   <source>{count} accepted</source>
   <translation>
    <numerusform>{count} aceptado</numerusform>
    <numerusform>{count} aceptados</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} rejected</source>
   <translation>
    <numerusform>{count} rechazado</numerusform>
    <numerusform>{count} rechazados</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} replaced</source>
   <translation>
    <numerusform>{count} sustituido</numerusform>
    <numerusform>{count} sustituidos</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} added</source>
   <translation>
    <numerusform>{count} añadido</numerusform>
    <numerusform>{count} añadidos</numerusform>
   </translation>
  </message>
  <message>
   <source>Not in the newest release</source>
   <translation>No está en la edición más reciente</translation>
  </message>
  <message>
   <source>How many suggestions you accept appears here, by how confident they were.</source>
   <translation>Aquí aparecerá cuántas sugerencias acepta según su confianza.</translation>
  </message>
  <message>
   <source>How long your notes take appears here.</source>
   <translation>Aquí aparecerá cuánto tiempo le llevan sus notas.</translation>
  </message>
  <message>
   <source>What the checks find on your notes appears here, settled and not.</source>
   <translation>Aquí aparecerá lo que las comprobaciones hallen en sus notas, resuelto y pendiente.</translation>
  </message>
  <message>
   <source>{low} to {high} minutes</source>
   <translation>de {low} a {high} minutos</translation>
  </message>
  <message>
   <source>The next attempt is possible in {seconds} s.</source>
   <translation>El próximo intento es posible en {seconds} s.</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>Copiar</translation>
  </message>
  <message>
   <source>I have kept it</source>
   <translation>La he guardado</translation>
  </message>
  <message>
   <source>Question</source>
   <translation>Pregunta</translation>
  </message>
  <message>
   <source>You can try again now.</source>
   <translation>Ya puede intentarlo de nuevo.</translation>
  </message>
  <message>
   <source>No command has these letters in this order.</source>
   <translation>Ninguna orden tiene estas letras en este orden.</translation>
  </message>
  <message>
   <source>Commands</source>
   <translation>Órdenes</translation>
  </message>
  <message>
   <source>What do you want to do?</source>
   <translation>¿Qué desea hacer?</translation>
  </message>
  <message>
   <source>Commands found</source>
   <translation>Órdenes encontradas</translation>
  </message>
  <message>
   <source>Enter does it, Esc leaves; what is grey has nothing to act on now</source>
   <translation>Intro ejecuta, Esc sale; lo que está en gris no puede usarse ahora</translation>
  </message>
  <message>
   <source>no keys</source>
   <translation>sin teclas</translation>
  </message>
  <message>
   <source>Page {page} of {pages}</source>
   <translation>Página {page} de {pages}</translation>
  </message>
  <message>
   <source>The PDF cannot be made.</source>
   <translation>No se puede crear el PDF.</translation>
  </message>
  <message>
   <source>Export the report as a web page and print that.</source>
   <translation>Exporte el informe como página web e imprímalo.</translation>
  </message>
  <message>
   <source>Query to the provider</source>
   <translation>Consulta al médico</translation>
  </message>
  <message>
   <source>Text of the query</source>
   <translation>Texto de la consulta</translation>
  </message>
  <message>
   <source>Read it over: only you know whether the answers are reasonable for this patient.</source>
   <translation>Revíselo: solo usted sabe si las respuestas son razonables para este paciente.</translation>
  </message>
  <message>
   <source>&amp;Copy</source>
   <translation>&amp;Copiar</translation>
  </message>
  <message>
   <source>&amp;Save as text…</source>
   <translation>&amp;Guardar como texto…</translation>
  </message>
  <message>
   <source>The query is on the clipboard.</source>
   <translation>La consulta está en el portapapeles.</translation>
  </message>
  <message>
   <source>Save the query</source>
   <translation>Guardar la consulta</translation>
  </message>
  <message>
   <source>The query is in {name}.</source>
   <translation>La consulta está en {name}.</translation>
  </message>
  <message>
   <source>Plain text</source>
   <translation>Texto sin formato</translation>
  </message>
  <message>
   <source>query</source>
   <translation>consulta</translation>
  </message>
  <message>
   <source>Code sets… in the menu Codes imports a release.</source>
   <translation>Clasificaciones… en el menú Códigos importa una edición.</translation>
  </message>
  <message>
   <source>The codes are checked with {release} now.</source>
   <translation>Los códigos se comprueban ahora con {release}.</translation>
  </message>
  <message>
   <source>Exports use the risk groups of that year now.</source>
   <translation>Las exportaciones usan ahora los grupos de riesgo de ese año.</translation>
  </message>
  <message>
   <source>F5 codes the note anew with it.</source>
   <translation>F5 codifica la nota de nuevo con ella.</translation>
  </message>
  <message>
   <source>Delete “{title}” for good, with its codes and decisions, here and in the backups?</source>
   <translation>¿Borrar «{title}» para siempre, con sus códigos y decisiones, aquí y en las copias de seguridad?</translation>
  </message>
  <message numerus="yes">
   <source>{count} notes older than {days} days were deleted.</source>
   <translation>
    <numerusform>Se ha borrado {count} nota de más de {days} días.</numerusform>
    <numerusform>Se han borrado {count} notas de más de {days} días.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} closed notes are in the list again.</source>
   <translation>
    <numerusform>{count} nota cerrada vuelve a estar en la lista.</numerusform>
    <numerusform>{count} notas cerradas vuelven a estar en la lista.</numerusform>
   </translation>
  </message>
  <message>
   <source>Delete for good</source>
   <translation>Borrar para siempre</translation>
  </message>
  <message>
   <source>Keep it</source>
   <translation>Conservarla</translation>
  </message>
  <message>
   <source>The note is deleted.</source>
   <translation>La nota se ha borrado.</translation>
  </message>
  <message>
   <source>The date is right: delete</source>
   <translation>La fecha es correcta: borrar</translation>
  </message>
  <message>
   <source>Not now</source>
   <translation>Ahora no</translation>
  </message>
  <message>
   <source>The workspace is locked.</source>
   <translation>El espacio de trabajo está bloqueado.</translation>
  </message>
  <message>
   <source>Answer what the page asks first.</source>
   <translation>Responda primero a lo que pregunta la página.</translation>
  </message>
  <message>
   <source>locked</source>
   <translation>bloqueado</translation>
  </message>
  <message>
   <source>in memory only</source>
   <translation>solo en memoria</translation>
  </message>
  <message>
   <source>read only: {reason}</source>
   <translation>solo lectura: {reason}</translation>
  </message>
  <message>
   <source>not saved: {reason}</source>
   <translation>no guardado: {reason}</translation>
  </message>
  <message>
   <source>saved {time}</source>
   <translation>guardado {time}</translation>
  </message>
  <message>
   <source>saved</source>
   <translation>guardado</translation>
  </message>
  <message>
   <source>Table, a row a code</source>
   <translation>Tabla, una fila por código</translation>
  </message>
  <message>
   <source>Table, a row a note</source>
   <translation>Tabla, una fila por nota</translation>
  </message>
  <message>
   <source>Excel workbook</source>
   <translation>Libro de Excel</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Informe</translation>
  </message>
  <message>
   <source>Web page</source>
   <translation>Página web</translation>
  </message>
  <message>
   <source>FHIR R4 bundle</source>
   <translation>Paquete FHIR R4</translation>
  </message>
  <message>
   <source>HL7 v2 message</source>
   <translation>Mensaje HL7 v2</translation>
  </message>
  <message>
   <source>JSON</source>
   <translation>JSON</translation>
  </message>
  <message>
   <source>JSON, a line a note</source>
   <translation>JSON, una línea por nota</translation>
  </message>
  <message numerus="yes">
   <source>{count} of them nobody decided yet.</source>
   <translation>
    <numerusform>{count} de ellos está aún por decidir.</numerusform>
    <numerusform>{count} de ellos están aún por decidir.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes are in {name}.</source>
   <translation>
    <numerusform>{count} código está en {name}.</numerusform>
    <numerusform>{count} códigos están en {name}.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} codes are on the clipboard.</source>
   <translation>
    <numerusform>{count} código está en el portapapeles.</numerusform>
    <numerusform>{count} códigos están en el portapapeles.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>Your decisions on {count} notes are not exported.</source>
   <translation>
    <numerusform>Sus decisiones sobre {count} nota no están exportadas.</numerusform>
    <numerusform>Sus decisiones sobre {count} notas no están exportadas.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{count} notes hold text that is not coded.</source>
   <translation>
    <numerusform>{count} nota tiene texto sin codificar.</numerusform>
    <numerusform>{count} notas tienen texto sin codificar.</numerusform>
   </translation>
  </message>
  <message>
   <source>Clear the field</source>
   <translation>Vaciar el campo</translation>
  </message>
  <message>
   <source>Default: {value}.</source>
   <translation>Valor normal: {value}.</translation>
  </message>
  <message>
   <source>chosen for you</source>
   <translation>elegido por el programa</translation>
  </message>
  <message>
   <source>empty</source>
   <translation>vacío</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>Restablecer</translation>
  </message>
  <message>
   <source>Reset {setting}</source>
   <translation>Restablecer {setting}</translation>
  </message>
  <message>
   <source>Back to {value}</source>
   <translation>Volver a {value}</translation>
  </message>
  <message>
   <source>{setting} {reason}.</source>
   <translation>{setting} {reason}.</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Ajustes</translation>
  </message>
  <message>
   <source>Search the settings</source>
   <translation>Buscar en los ajustes</translation>
  </message>
  <message>
   <source>Groups of settings</source>
   <translation>Grupos de ajustes</translation>
  </message>
  <message>
   <source>No setting has these words.</source>
   <translation>Ningún ajuste tiene estas palabras.</translation>
  </message>
  <message>
   <source>Kept in {file}</source>
   <translation>Guardado en {file}</translation>
  </message>
  <message>
   <source>From {least} to {most}.</source>
   <translation>De {least} a {most}.</translation>
  </message>
  <message>
   <source>A change applies to the next note.</source>
   <translation>Un cambio se aplica a la nota siguiente.</translation>
  </message>
  <message>
   <source>on</source>
   <translation>activado</translation>
  </message>
  <message>
   <source>off</source>
   <translation>desactivado</translation>
  </message>
  <message>
   <source>On</source>
   <translation>Activado</translation>
  </message>
  <message>
   <source>A change applies at the next start of the program.</source>
   <translation>Un cambio se aplica la próxima vez que se abra el programa.</translation>
  </message>
  <message>
   <source>Press keys</source>
   <translation>Pulse las teclas</translation>
  </message>
  <message>
   <source>Press the new keys</source>
   <translation>Pulse las teclas nuevas</translation>
  </message>
  <message>
   <source>Commands and their keys</source>
   <translation>Órdenes y sus teclas</translation>
  </message>
  <message>
   <source>Enter changes the keys of a command, Delete takes them away.</source>
   <translation>Intro cambia las teclas de una orden, Supr las quita.</translation>
  </message>
  <message>
   <source>Change keys…</source>
   <translation>Cambiar teclas…</translation>
  </message>
  <message>
   <source>Take the key</source>
   <translation>Usar esta tecla</translation>
  </message>
  <message>
   <source>Reset all</source>
   <translation>Restablecer todo</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>Orden</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>Teclas</translation>
  </message>
  <message>
   <source>Press the new keys for “{command}”, or Esc.</source>
   <translation>Pulse las teclas nuevas para «{command}», o Esc.</translation>
  </message>
  <message>
   <source>{key} is needed to move about; try it with Ctrl or Alt.</source>
   <translation>{key} hace falta para moverse; pruebe con Ctrl o Alt.</translation>
  </message>
  <message>
   <source>{key} belongs to “{other}”, which would lose it.</source>
   <translation>{key} pertenece a «{other}», que la perdería.</translation>
  </message>
  <message>
   <source>Shortcuts</source>
   <translation>Atajos</translation>
  </message>
  <message numerus="yes">
   <source>{count} threads</source>
   <translation>
    <numerusform>{count} hilo</numerusform>
    <numerusform>{count} hilos</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>context {count} tokens</source>
   <translation>
    <numerusform>contexto de {count} token</numerusform>
    <numerusform>contexto de {count} tokens</numerusform>
   </translation>
  </message>
  <message>
   <source>offline</source>
   <translation>sin conexión</translation>
  </message>
  <message>
   <source>Notes never leave this computer; the program opens no connection to code them.</source>
   <translation>Las notas nunca salen de este equipo; el programa no abre ninguna conexión para codificarlas.</translation>
  </message>
  <message>
   <source>{device}: {some} of {all} layers</source>
   <translation>{device}: {some} de {all} capas</translation>
  </message>
  <message>
   <source>no model</source>
   <translation>sin modelo</translation>
  </message>
  <message>
   <source>{done} of {all} decided</source>
   <translation>{done}/{all} decididos</translation>
  </message>
  <message>
   <source>loading the model…</source>
   <translation>cargando el modelo…</translation>
  </message>
  <message>
   <source>preparing imported codes: {share}</source>
   <translation>preparando códigos: {share}</translation>
  </message>
  <message>
   <source>Sample: {name}</source>
   <translation>Ejemplo: {name}</translation>
  </message>
  <message>
   <source>Clinic visit</source>
   <translation>Visita en consulta</translation>
  </message>
  <message>
   <source>Annual examination</source>
   <translation>Revisión anual</translation>
  </message>
  <message>
   <source>Diabetes follow-up</source>
   <translation>Control de diabetes</translation>
  </message>
  <message>
   <source>Sore throat</source>
   <translation>Dolor de garganta</translation>
  </message>
  <message>
   <source>Wrist injury</source>
   <translation>Lesión de muñeca</translation>
  </message>
  <message>
   <source>Notes never leave this computer: coding opens no connection. Help tells what could ever connect.</source>
   <translation>Las notas nunca salen de este equipo: codificar no abre ninguna conexión. La ayuda explica qué podría llegar a conectarse.</translation>
  </message>
  <message>
   <source>{all:.0f} GiB memory</source>
   <translation>{all:.0f} GiB de memoria</translation>
  </message>
  <message>
   <source>The model {model} runs on {device}.</source>
   <translation>El modelo {model} se ejecuta en {device}.</translation>
  </message>
  <message>
   <source>Looking at this computer…</source>
   <translation>Examinando este equipo…</translation>
  </message>
  <message>
   <source>Loading the model…</source>
   <translation>Cargando el modelo…</translation>
  </message>
  <message>
   <source>Welcome to MedCode Desktop</source>
   <translation>Bienvenido a MedCode Desktop</translation>
  </message>
  <message>
   <source>It reads a note, suggests ICD-10-CM codes and shows the words that support each. You decide.</source>
   <translation>Lee una nota, sugiere códigos ICD-10-CM y muestra las palabras que respaldan cada uno. Usted decide.</translation>
  </message>
  <message>
   <source>See it at work on a sample note, none of a real patient:</source>
   <translation>Véalo trabajar con una nota de ejemplo, ninguna de un paciente real:</translation>
  </message>
  <message>
   <source>Begin with my own note</source>
   <translation>Empezar con mi propia nota</translation>
  </message>
  <message>
   <source>Suggestions are to be reviewed by a qualified coder.</source>
   <translation>Un codificador cualificado debe revisar las sugerencias.</translation>
  </message>
  <message>
   <source>This computer: {processor}, {cores} cores, </source>
   <translation>Este equipo: {processor}, {cores} núcleos, </translation>
  </message>
  <message>
   <source>, of which little is free: close other programs if it is slow.</source>
   <translation>, de los que queda poco libre: cierre otros programas si va lento.</translation>
  </message>
  <message numerus="yes">
   <source>the processor, {count} threads</source>
   <translation>
    <numerusform>el procesador, {count} hilo</numerusform>
    <numerusform>el procesador, {count} hilos</numerusform>
   </translation>
  </message>
  <message>
   <source>{graphics} is not used, and not needed for it.</source>
   <translation>{graphics} no se usa, ni hace falta para ello.</translation>
  </message>
  <message>
   <source>MedCode Desktop</source>
   <translation>MedCode Desktop</translation>
  </message>
  <message>
   <source>Only files on this computer can be opened, not addresses.</source>
   <translation>Solo se pueden abrir archivos de este equipo, no direcciones.</translation>
  </message>
  <message>
   <source>Copy the text of the note instead.</source>
   <translation>Copie en su lugar el texto de la nota.</translation>
  </message>
  <message>
   <source>There is no text in it.</source>
   <translation>No contiene texto.</translation>
  </message>
  <message>
   <source>Copy a note first.</source>
   <translation>Copie primero una nota.</translation>
  </message>
  <message>
   <source>Coding…</source>
   <translation>Codificando…</translation>
  </message>
  <message>
   <source>present</source>
   <translation>presente</translation>
  </message>
  <message>
   <source>negated</source>
   <translation>negado</translation>
  </message>
  <message>
   <source>possible</source>
   <translation>posible</translation>
  </message>
  <message>
   <source>historical</source>
   <translation>antecedente</translation>
  </message>
  <message>
   <source>family</source>
   <translation>familiar</translation>
  </message>
  <message>
   <source>hypothetical</source>
   <translation>hipotético</translation>
  </message>
  <message>
   <source>age</source>
   <translation>edad</translation>
  </message>
  <message>
   <source>sex</source>
   <translation>sexo</translation>
  </message>
  <message>
   <source>date</source>
   <translation>fecha</translation>
  </message>
  <message>
   <source>setting</source>
   <translation>ámbito</translation>
  </message>
  <message>
   <source>payment year</source>
   <translation>año de pago</translation>
  </message>
  <message>
   <source>error</source>
   <translation>error</translation>
  </message>
  <message>
   <source>warning</source>
   <translation>aviso</translation>
  </message>
  <message>
   <source>hint</source>
   <translation>indicación</translation>
  </message>
  <message>
   <source>Which side?</source>
   <translation>¿Qué lado?</translation>
  </message>
  <message>
   <source>Which encounter?</source>
   <translation>¿Qué encuentro?</translation>
  </message>
  <message>
   <source>Which trimester?</source>
   <translation>¿Qué trimestre?</translation>
  </message>
  <message>
   <source>Which stage?</source>
   <translation>¿Qué estadio?</translation>
  </message>
  <message>
   <source>How severe?</source>
   <translation>¿Qué gravedad?</translation>
  </message>
  <message>
   <source>With what?</source>
   <translation>¿Con qué?</translation>
  </message>
  <message>
   <source>Which kind?</source>
   <translation>¿Qué tipo?</translation>
  </message>
  <message>
   <source>An unexpected fault of the program ({kind}).</source>
   <translation>Fallo inesperado del programa ({kind}).</translation>
  </message>
  <message>
   <source>The codes of the note appear here.</source>
   <translation>Aquí aparecen los códigos de la nota.</translation>
  </message>
  <message>
   <source>Code the note again to see its codes. Decisions that still apply are kept.</source>
   <translation>Codifique la nota de nuevo para ver sus códigos. Las decisiones que sigan siendo válidas se conservan.</translation>
  </message>
  <message>
   <source>This note is not coded yet.</source>
   <translation>Esta nota aún no está codificada.</translation>
  </message>
  <message>
   <source>exported</source>
   <translation>exportada</translation>
  </message>
  <message>
   <source>Notes</source>
   <translation>Notas</translation>
  </message>
  <message>
   <source>being edited</source>
   <translation>en edición</translation>
  </message>
  <message>
   <source>not coded yet</source>
   <translation>sin codificar</translation>
  </message>
  <message numerus="yes">
   <source>{title}: {count} codes suggested</source>
   <translation>
    <numerusform>{title}: {count} código sugerido</numerusform>
    <numerusform>{title}: {count} códigos sugeridos</numerusform>
   </translation>
  </message>
  <message>
   <source>Coding {title}: {done} of {all} steps</source>
   <translation>Codificando {title}: {done} de {all} pasos</translation>
  </message>
  <message>
   <source>Accept all at {share} and above</source>
   <translation>Aceptar todas con {share} o más</translation>
  </message>
  <message numerus="yes">
   <source>, {count} errors</source>
   <translation>
    <numerusform>, {count} error</numerusform>
    <numerusform>, {count} errores</numerusform>
   </translation>
  </message>
  <message>
   <source>Scope</source>
   <translation>Alcance</translation>
  </message>
  <message>
   <source>Code what a coder would report, or every mention.</source>
   <translation>Codificar lo que notificaría un codificador, o todas las menciones.</translation>
  </message>
  <message>
   <source>Coding</source>
   <translation>Codificación</translation>
  </message>
  <message>
   <source>reportable</source>
   <translation>notificable</translation>
  </message>
  <message>
   <source>mentions</source>
   <translation>menciones</translation>
  </message>
  <message>
   <source>Threshold</source>
   <translation>Umbral</translation>
  </message>
  <message>
   <source>Least confidence of a suggestion; unset takes the tuned one.</source>
   <translation>Confianza mínima de una sugerencia; vacío usa la ajustada.</translation>
  </message>
  <message>
   <source>Systems</source>
   <translation>Sistemas</translation>
  </message>
  <message>
   <source>Other installed code systems to suggest from, with commas, such as icd-10-pcs,hcpcs.</source>
   <translation>Otros sistemas de códigos instalados de los que sugerir, separados por comas, como icd-10-pcs,hcpcs.</translation>
  </message>
  <message>
   <source>Verify</source>
   <translation>Verificar</translation>
  </message>
  <message>
   <source>Let the language model choose among the candidates of each mention.</source>
   <translation>Dejar que el modelo de lenguaje elija entre los candidatos de cada mención.</translation>
  </message>
  <message>
   <source>Claim editor</source>
   <translation>Editor de facturas</translation>
  </message>
  <message>
   <source>Check the codes with the Medicare Code Editor too (for claims of hospitals).</source>
   <translation>Comprobar los códigos también con el Medicare Code Editor (para facturas de hospitales).</translation>
  </message>
  <message>
   <source>Reviewer</source>
   <translation>Revisor</translation>
  </message>
  <message>
   <source>Name of the coder that is written into exports.</source>
   <translation>Nombre del codificador que se escribe en lo exportado.</translation>
  </message>
  <message>
   <source>Review</source>
   <translation>Revisión</translation>
  </message>
  <message>
   <source>Accept above</source>
   <translation>Aceptar a partir de</translation>
  </message>
  <message>
   <source>Least confidence of the suggestions that are accepted together.</source>
   <translation>Confianza mínima de las sugerencias que se aceptan juntas.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modelo</translation>
  </message>
  <message>
   <source>Encoder: the name of a model in the catalog, or a GGUF file.</source>
   <translation>Codificador neuronal: nombre de un modelo del catálogo o archivo GGUF.</translation>
  </message>
  <message>
   <source>Language model</source>
   <translation>Modelo de lenguaje</translation>
  </message>
  <message>
   <source>Language model for verifying: a name in the catalog, or a GGUF file.</source>
   <translation>Modelo de lenguaje para verificar: un nombre del catálogo o un archivo GGUF.</translation>
  </message>
  <message>
   <source>GPU layers</source>
   <translation>Capas en la GPU</translation>
  </message>
  <message>
   <source>Layers of the model on the GPU, where there is one; -1 puts all there.</source>
   <translation>Capas del modelo en la GPU, si la hay; -1 las pone todas.</translation>
  </message>
  <message>
   <source>Threads</source>
   <translation>Hilos</translation>
  </message>
  <message>
   <source>Processor threads; unset takes the physical cores.</source>
   <translation>Hilos del procesador; vacío usa los núcleos físicos.</translation>
  </message>
  <message>
   <source>Context</source>
   <translation>Contexto</translation>
  </message>
  <message>
   <source>Context of the language model in tokens (the encoder's is fixed).</source>
   <translation>Contexto del modelo de lenguaje en tokens (el del codificador neuronal es fijo).</translation>
  </message>
  <message>
   <source>Export columns</source>
   <translation>Columnas de exportación</translation>
  </message>
  <message>
   <source>Columns of tables: standard, all, billing, audit, or names with commas between them.</source>
   <translation>Columnas de las tablas: standard, all, billing, audit, o nombres separados por comas.</translation>
  </message>
  <message>
   <source>Export delimiter</source>
   <translation>Separador de exportación</translation>
  </message>
  <message>
   <source>What stands between the cells of a CSV.</source>
   <translation>Lo que separa las celdas de un CSV.</translation>
  </message>
  <message>
   <source>comma</source>
   <translation>coma</translation>
  </message>
  <message>
   <source>semicolon</source>
   <translation>punto y coma</translation>
  </message>
  <message>
   <source>tab</source>
   <translation>tabulador</translation>
  </message>
  <message>
   <source>Export locale</source>
   <translation>Formato regional de exportación</translation>
  </message>
  <message>
   <source>Write decimal signs and dates of a CSV as this computer's locale does.</source>
   <translation>Escribir decimales y fechas de un CSV según la región de este equipo.</translation>
  </message>
  <message>
   <source>Workspace</source>
   <translation>Espacio de trabajo</translation>
  </message>
  <message>
   <source>Folder of the encrypted workspace; empty takes the one in the user's data.</source>
   <translation>Carpeta del espacio de trabajo cifrado; vacío usa la de los datos del usuario.</translation>
  </message>
  <message>
   <source>Lock minutes</source>
   <translation>Minutos hasta el bloqueo</translation>
  </message>
  <message>
   <source>Minutes without use after which the workspace locks.</source>
   <translation>Minutos sin uso tras los que se bloquea el espacio de trabajo.</translation>
  </message>
  <message>
   <source>Retention days</source>
   <translation>Días de conservación</translation>
  </message>
  <message>
   <source>Days after which notes are deleted from the workspace; unset keeps them.</source>
   <translation>Días tras los que se borran las notas del espacio de trabajo; vacío las conserva.</translation>
  </message>
  <message>
   <source>Appearance</source>
   <translation>Aspecto</translation>
  </message>
  <message>
   <source>Colours of the window; contrast is for eyes that need it, system follows the computer.</source>
   <translation>Colores de la ventana; contraste es para los ojos que lo necesitan, sistema sigue al equipo.</translation>
  </message>
  <message>
   <source>system</source>
   <translation>sistema</translation>
  </message>
  <message>
   <source>light</source>
   <translation>claro</translation>
  </message>
  <message>
   <source>dark</source>
   <translation>oscuro</translation>
  </message>
  <message>
   <source>contrast</source>
   <translation>contraste</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Idioma</translation>
  </message>
  <message>
   <source>Language of the window; system takes the computer's where it is one of these, else English.</source>
   <translation>Idioma de la ventana; sistema usa el del equipo si es uno de estos; si no, inglés.</translation>
  </message>
  <message>
   <source>Text size</source>
   <translation>Tamaño del texto</translation>
  </message>
  <message>
   <source>Size of all text in the window, in percent of the system's.</source>
   <translation>Tamaño de todo el texto de la ventana, en porcentaje del tamaño del sistema.</translation>
  </message>
  <message>
   <source>Zoom</source>
   <translation>Ampliación</translation>
  </message>
  <message>
   <source>How many points larger (or smaller) the text of the note is.</source>
   <translation>Cuántos puntos más grande (o más pequeño) es el texto de la nota.</translation>
  </message>
  <message>
   <source>Keys of commands, where they are not the usual ones.</source>
   <translation>Teclas de las órdenes, cuando no son las habituales.</translation>
  </message>
  <message>
   <source>The code itself</source>
   <translation>El propio código</translation>
  </message>
  <message>
   <source>There is no such code</source>
   <translation>Ese código no existe</translation>
  </message>
  <message>
   <source>Search for the condition and take the code of this release; codes come and go on October 1 and April 1.</source>
   <translation>Busque la afección y use el código de esta edición; los códigos cambian el 1 de octubre y el 1 de abril.</translation>
  </message>
  <message>
   <source>Tabular list of the release</source>
   <translation>Lista tabular de la edición</translation>
  </message>
  <message>
   <source>The code is no longer in the code set</source>
   <translation>El código ya no está en la clasificación</translation>
  </message>
  <message>
   <source>Take the code that the message names, or search for the condition: the release of the date of service counts.</source>
   <translation>Tome el código que indica el mensaje o busque la afección: cuenta la edición de la fecha del servicio.</translation>
  </message>
  <message>
   <source>Conversion table of the release</source>
   <translation>Tabla de conversión de la edición</translation>
  </message>
  <message>
   <source>The code was not valid on the date of service</source>
   <translation>El código no era válido en la fecha del servicio</translation>
  </message>
  <message>
   <source>Import the release in force then, and take a code of it.</source>
   <translation>Importe la edición vigente entonces y tome un código de ella.</translation>
  </message>
  <message>
   <source>A newer release lacks the code</source>
   <translation>Una edición más reciente no tiene el código</translation>
  </message>
  <message>
   <source>Set the date of service; for services from the newer release on, take the code that the message names.</source>
   <translation>Indique la fecha del servicio; para servicios desde la edición más reciente, tome el código que indica el mensaje.</translation>
  </message>
  <message>
   <source>Newest installed release</source>
   <translation>Edición instalada más reciente</translation>
  </message>
  <message>
   <source>The code needs more characters</source>
   <translation>El código necesita más caracteres</translation>
  </message>
  <message>
   <source>Take one of the codes below it that the message names. {specify} asks you what it leaves open.</source>
   <translation>Use uno de los códigos inferiores que nombra el mensaje. {specify} pregunta lo que deja abierto.</translation>
  </message>
  <message>
   <source>The placeholder X is missing</source>
   <translation>Falta el comodín X</translation>
  </message>
  <message>
   <source>Take the code with the X, which keeps the 7th character in its place.</source>
   <translation>Use el código con la X, que mantiene el 7.º carácter en su lugar.</translation>
  </message>
  <message>
   <source>The 7th character does not fit</source>
   <translation>El 7.º carácter no corresponde</translation>
  </message>
  <message>
   <source>Take one of the characters that the category allows, or leave it out where none is taken.</source>
   <translation>Use uno de los caracteres que permite la categoría, u omítalo donde no lleva ninguno.</translation>
  </message>
  <message>
   <source>The code is there twice</source>
   <translation>El código está dos veces</translation>
  </message>
  <message>
   <source>Keep one: a code is reported once for an encounter.</source>
   <translation>Conserve uno: un código se notifica una vez por encuentro.</translation>
  </message>
  <message>
   <source>The code leaves open what the record may tell</source>
   <translation>El código deja abierto lo que la historia clínica puede decir</translation>
  </message>
  <message>
   <source>Name the side or the detail if the record has it; ask the provider if it matters and is not there.</source>
   <translation>Indique el lado o el detalle si consta en la historia; pregunte al médico si importa y no consta.</translation>
  </message>
  <message>
   <source>Codes that do not go together</source>
   <translation>Códigos que no van juntos</translation>
  </message>
  <message>
   <source>Keep the code that the record supports better. Both may stay only if the conditions are unrelated.</source>
   <translation>Conserve el código que mejor respalda la historia. Ambos pueden quedar solo si las afecciones no están relacionadas.</translation>
  </message>
  <message>
   <source>the note that the message quotes</source>
   <translation>la nota que cita el mensaje</translation>
  </message>
  <message>
   <source>Nothing is wrong. Keep both if the patient has both.</source>
   <translation>No hay nada mal. Conserve ambos si el paciente tiene ambas afecciones.</translation>
  </message>
  <message>
   <source>One code says both</source>
   <translation>Un solo código dice ambas cosas</translation>
  </message>
  <message>
   <source>Take the combination code that the message names instead of the two.</source>
   <translation>Use el código de combinación que nombra el mensaje en lugar de los dos.</translation>
  </message>
  <message>
   <source>those that the message names</source>
   <translation>las que nombra el mensaje</translation>
  </message>
  <message>
   <source>A sign that belongs to the diagnosis</source>
   <translation>Un signo que forma parte del diagnóstico</translation>
  </message>
  <message>
   <source>Leave the sign out: it is part of the disease that is coded already.</source>
   <translation>Omita el signo: forma parte de la enfermedad ya codificada.</translation>
  </message>
  <message>
   <source>A vague code beside one that says more</source>
   <translation>Un código vago junto a otro que dice más</translation>
  </message>
  <message>
   <source>Leave the vague one out.</source>
   <translation>Omita el vago.</translation>
  </message>
  <message>
   <source>An unspecified code beside a specific one</source>
   <translation>Un código no especificado junto a uno específico</translation>
  </message>
  <message>
   <source>Leave the unspecified one out, unless it is another occurrence of the disease.</source>
   <translation>Omita el no especificado, salvo que sea otra aparición de la enfermedad.</translation>
  </message>
  <message>
   <source>Current and past at once</source>
   <translation>Actual y pasado a la vez</translation>
  </message>
  <message>
   <source>Decide whether the condition is still there or treated (then it is current) or over (then it is history).</source>
   <translation>Decida si la afección persiste o está en tratamiento (entonces es actual) o ha terminado (entonces es antecedente).</translation>
  </message>
  <message>
   <source>Two 7th characters for one condition</source>
   <translation>Dos séptimos caracteres para una afección</translation>
  </message>
  <message>
   <source>Keep the one of this encounter: initial while it is treated actively, then subsequent, then sequela.</source>
   <translation>Conserve el de este encuentro: inicial mientras se trata activamente, luego sucesivo, luego secuela.</translation>
  </message>
  <message>
   <source>Order, and what is missing</source>
   <translation>El orden y lo que falta</translation>
  </message>
  <message>
   <source>Another code comes first</source>
   <translation>Otro código va antes</translation>
  </message>
  <message>
   <source>Move the code that the note asks for before this one, or add it if the record names it.</source>
   <translation>Ponga antes de este el código que pide la nota, o añádalo si la historia lo nombra.</translation>
  </message>
  <message>
   <source>Use an additional code</source>
   <translation>Use un código adicional</translation>
  </message>
  <message>
   <source>Add the code that the note asks for if the record supports it, after this one.</source>
   <translation>Añada después de este el código que pide la nota si la historia lo respalda.</translation>
  </message>
  <message>
   <source>Add the other code if it applies; which comes first depends on the encounter.</source>
   <translation>Añada el otro código si procede; cuál va primero depende del encuentro.</translation>
  </message>
  <message>
   <source>A manifestation is listed first</source>
   <translation>Una manifestación está en primer lugar</translation>
  </message>
  <message>
   <source>Put the disease behind it before it.</source>
   <translation>Ponga antes la enfermedad que la causa.</translation>
  </message>
  <message>
   <source>An external cause is listed first</source>
   <translation>Una causa externa está en primer lugar</translation>
  </message>
  <message>
   <source>Put the injury or condition before it: external causes only add to it.</source>
   <translation>Ponga antes la lesión o afección: las causas externas solo la complementan.</translation>
  </message>
  <message>
   <source>Not accepted as principal diagnosis</source>
   <translation>No se acepta como diagnóstico principal</translation>
  </message>
  <message>
   <source>Choose the condition that led to the admission as the first.</source>
   <translation>Ponga primero la afección que motivó el ingreso.</translation>
  </message>
  <message>
   <source>Does not usually explain an admission</source>
   <translation>No suele explicar un ingreso</translation>
  </message>
  <message>
   <source>See whether another condition led to the admission; if not, the record should say why.</source>
   <translation>Vea si otra afección motivó el ingreso; si no, la historia debería decir por qué.</translation>
  </message>
  <message>
   <source>Needs a secondary diagnosis</source>
   <translation>Necesita un diagnóstico secundario</translation>
  </message>
  <message>
   <source>Add the secondary diagnosis that goes with it.</source>
   <translation>Añada el diagnóstico secundario que lo acompaña.</translation>
  </message>
  <message>
   <source>What the note says</source>
   <translation>Lo que dice la nota</translation>
  </message>
  <message>
   <source>The note says more than the code</source>
   <translation>La nota dice más que el código</translation>
  </message>
  <message>
   <source>Take the more specific code that the message names, if you read the note the same way.</source>
   <translation>Use el código más específico que nombra el mensaje, si usted entiende la nota igual.</translation>
  </message>
  <message>
   <source>The condition is only suspected</source>
   <translation>La afección solo se sospecha</translation>
  </message>
  <message>
   <source>For outpatients code the sign or symptom instead. Inpatients may have suspected conditions coded.</source>
   <translation>En pacientes ambulatorios codifique el signo o síntoma. En hospitalizados pueden codificarse sospechas.</translation>
  </message>
  <message>
   <source>The note denies it</source>
   <translation>La nota lo niega</translation>
  </message>
  <message>
   <source>Reject the code, unless another place of the note says that the patient has it.</source>
   <translation>Rechace el código, salvo que otra parte de la nota diga que el paciente lo tiene.</translation>
  </message>
  <message>
   <source>The note</source>
   <translation>La nota</translation>
  </message>
  <message>
   <source>It is a relative's condition</source>
   <translation>Es una afección de un familiar</translation>
  </message>
  <message>
   <source>Reject the code, or take the family history code (Z80 to Z84) if it matters for this encounter.</source>
   <translation>Rechace el código, o use el de antecedentes familiares (Z80 a Z84) si importa en este encuentro.</translation>
  </message>
  <message>
   <source>The side is left open</source>
   <translation>El lado queda abierto</translation>
  </message>
  <message>
   <source>Take the code of the side if the record names it; {specify} asks you for it.</source>
   <translation>Use el código del lado si la historia lo nombra; {specify} lo pregunta.</translation>
  </message>
  <message>
   <source>One code names the side, one does not</source>
   <translation>Un código nombra el lado y otro no</translation>
  </message>
  <message>
   <source>Leave out the code without a side, or name its side.</source>
   <translation>Omita el código sin lado, o indique su lado.</translation>
  </message>
  <message>
   <source>Right and left where one code says both</source>
   <translation>Derecho e izquierdo donde un código dice ambos</translation>
  </message>
  <message>
   <source>Take the bilateral code that the message names.</source>
   <translation>Use el código bilateral que nombra el mensaje.</translation>
  </message>
  <message>
   <source>The patient</source>
   <translation>El paciente</translation>
  </message>
  <message>
   <source>Does not fit the patient's age</source>
   <translation>No corresponde a la edad del paciente</translation>
  </message>
  <message>
   <source>Check the age in the encounter and the code.</source>
   <translation>Revise la edad en el encuentro y el código.</translation>
  </message>
  <message>
   <source>Does not fit the patient's sex</source>
   <translation>No corresponde al sexo del paciente</translation>
  </message>
  <message>
   <source>Check the sex in the encounter and the code.</source>
   <translation>Revise el sexo en el encuentro y el código.</translation>
  </message>
  <message>
   <source>Reports a wrong procedure</source>
   <translation>Notifica un procedimiento equivocado</translation>
  </message>
  <message>
   <source>Check that the record says so: such claims are not paid.</source>
   <translation>Compruebe que la historia lo dice: esas facturas no se pagan.</translation>
  </message>
  <message>
   <source>Adverse effect first</source>
   <translation>Efecto adverso en primer lugar</translation>
  </message>
  <message>
   <source>{code} is the drug of an adverse effect: the effect itself is listed first.</source>
   <translation>{code} es el fármaco de un efecto adverso: el propio efecto va en primer lugar.</translation>
  </message>
  <message>
   <source>Underdosing first</source>
   <translation>Infradosificación en primer lugar</translation>
  </message>
  <message>
   <source>{code} is an underdosing: the condition that followed is listed first.</source>
   <translation>{code} es una infradosificación: la afección que siguió va en primer lugar.</translation>
  </message>
  <message>
   <source>Severe sepsis first</source>
   <translation>Sepsis grave en primer lugar</translation>
  </message>
  <message>
   <source>{code} is never listed first: the infection or the disease behind it is.</source>
   <translation>{code} nunca va en primer lugar: va la infección o la enfermedad que lo causa.</translation>
  </message>
  <message>
   <source>Body mass index first</source>
   <translation>Índice de masa corporal en primer lugar</translation>
  </message>
  <message>
   <source>{code} is a body mass index and is never listed first.</source>
   <translation>{code} es un índice de masa corporal y nunca va en primer lugar.</translation>
  </message>
  <message>
   <source>Weeks of gestation first</source>
   <translation>Semanas de gestación en primer lugar</translation>
  </message>
  <message>
   <source>{code} is reported beside a code of pregnancy or delivery and is never listed first.</source>
   <translation>{code} acompaña a un código de embarazo o de parto y nunca va en primer lugar.</translation>
  </message>
  <message>
   <source>Status first</source>
   <translation>Estado en primer lugar</translation>
  </message>
  <message>
   <source>{code} adds to another code and is not listed first.</source>
   <translation>{code} complementa a otro código y no va en primer lugar.</translation>
  </message>
  <message>
   <source>Social determinant first</source>
   <translation>Determinante social en primer lugar</translation>
  </message>
  <message>
   <source>{code} is a social circumstance and is not listed first.</source>
   <translation>{code} es una circunstancia social y no va en primer lugar.</translation>
  </message>
  <message>
   <source>Coma scale first</source>
   <translation>Escala de coma en primer lugar</translation>
  </message>
  <message>
   <source>{code} is a score: the injury or disease that it describes is listed first.</source>
   <translation>{code} es una puntuación: la lesión o enfermedad que describe va en primer lugar.</translation>
  </message>
  <message>
   <source>Unacceptable principal</source>
   <translation>No aceptado como principal</translation>
  </message>
  <message>
   <source>{code} is not accepted as the principal diagnosis of an inpatient.</source>
   <translation>{code} no se acepta como diagnóstico principal de un paciente hospitalizado.</translation>
  </message>
  <message>
   <source>Manifestation first</source>
   <translation>Manifestación en primer lugar</translation>
  </message>
  <message>
   <source>{code} is a manifestation: the disease behind it is listed first.</source>
   <translation>{code} es una manifestación: la enfermedad que la causa va en primer lugar.</translation>
  </message>
  <message>
   <source>Questionable admission</source>
   <translation>Ingreso dudoso</translation>
  </message>
  <message>
   <source>{code} by itself does not usually explain an admission to a hospital.</source>
   <translation>{code} por sí solo no suele explicar un ingreso hospitalario.</translation>
  </message>
  <message>
   <source>First only</source>
   <translation>Solo en primer lugar</translation>
  </message>
  <message>
   <source>{code} is only listed first: it is the reason for the encounter.</source>
   <translation>{code} va solo en primer lugar: es el motivo del encuentro.</translation>
  </message>
  <message>
   <source>Pregnancy first</source>
   <translation>Embarazo en primer lugar</translation>
  </message>
  <message>
   <source>{code} is listed before {other}: codes of pregnancy have precedence over those of other chapters.</source>
   <translation>{code} va antes que {other}: los códigos de embarazo tienen prioridad sobre los de otros capítulos.</translation>
  </message>
  <message>
   <source>Sepsis before infection</source>
   <translation>Sepsis antes que la infección</translation>
  </message>
  <message>
   <source>{code} is listed before {other} when both were there on admission.</source>
   <translation>{code} va antes que {other} cuando ambas afecciones estaban presentes al ingreso.</translation>
  </message>
  <message>
   <source>Covid first</source>
   <translation>COVID en primer lugar</translation>
  </message>
  <message>
   <source>{code} is listed before {other}, which it explains.</source>
   <translation>{code} va antes que {other}, al que explica.</translation>
  </message>
  <message>
   <source>Poisoning first</source>
   <translation>Intoxicación en primer lugar</translation>
  </message>
  <message>
   <source>{code} is listed before {other}: a poisoning comes before what it does.</source>
   <translation>{code} va antes que {other}: la intoxicación precede a lo que provoca.</translation>
  </message>
  <message>
   <source>Adverse effect of treatment</source>
   <translation>Efecto adverso del tratamiento</translation>
  </message>
  <message>
   <source>{code} is listed before {other}: first what happened, then the drug.</source>
   <translation>{code} va antes que {other}: primero lo que ocurrió, después el fármaco.</translation>
  </message>
  <message>
   <source>Injury most serious first</source>
   <translation>La lesión más grave en primer lugar</translation>
  </message>
  <message>
   <source>{code} is listed before {other}: the most serious injury comes first.</source>
   <translation>{code} va antes que {other}: la lesión más grave va en primer lugar.</translation>
  </message>
  <message>
   <source>Sepsis and bacteremia</source>
   <translation>Sepsis y bacteriemia</translation>
  </message>
  <message>
   <source>{code} is part of {other}.</source>
   <translation>{code} forma parte de {other}.</translation>
  </message>
  <message>
   <source>Covid contact</source>
   <translation>Contacto con COVID</translation>
  </message>
  <message>
   <source>{code} is for patients who turned out not to have COVID-19; {other} says that it is confirmed.</source>
   <translation>{code} es para pacientes en los que se descartó la COVID-19; {other} dice que está confirmada.</translation>
  </message>
  <message>
   <source>Covid current and past</source>
   <translation>COVID actual y pasada</translation>
  </message>
  <message>
   <source>{code} is for a COVID-19 that is over; {other} is for one that is there. Both are right only for a new infection.</source>
   <translation>{code} es para una COVID-19 ya pasada; {other} es para una presente. Ambos son correctos solo en una infección nueva.</translation>
  </message>
  <message>
   <source>Weight in pregnancy</source>
   <translation>Peso en el embarazo</translation>
  </message>
  <message>
   <source>{code} is not reported in pregnancy ({other}).</source>
   <translation>{code} no se notifica en el embarazo ({other}).</translation>
  </message>
  <message>
   <source>Pregnancy supervision</source>
   <translation>Supervisión del embarazo</translation>
  </message>
  <message>
   <source>{code} is for a pregnancy without complications and does not go with {other}.</source>
   <translation>{code} es para un embarazo sin complicaciones y no va con {other}.</translation>
  </message>
  <message>
   <source>Incidental pregnancy</source>
   <translation>Embarazo incidental</translation>
  </message>
  <message>
   <source>{code} says that the pregnancy plays no part; {other} says that it does.</source>
   <translation>{code} dice que el embarazo no influye; {other} dice que sí.</translation>
  </message>
  <message>
   <source>Normal delivery</source>
   <translation>Parto normal</translation>
  </message>
  <message>
   <source>{code} is a delivery without any complication and does not go with {other}.</source>
   <translation>{code} es un parto sin ninguna complicación y no va con {other}.</translation>
  </message>
  <message>
   <source>Mother and newborn</source>
   <translation>Madre y recién nacido</translation>
  </message>
  <message>
   <source>{code} belongs on the record of the mother, {other} on that of the newborn.</source>
   <translation>{code} corresponde a la historia de la madre; {other}, a la del recién nacido.</translation>
  </message>
  <message>
   <source>Birth and delivery</source>
   <translation>Nacimiento y parto</translation>
  </message>
  <message>
   <source>{code} belongs on the record of the newborn, {other} on that of the mother.</source>
   <translation>{code} corresponde a la historia del recién nacido; {other}, a la de la madre.</translation>
  </message>
  <message>
   <source>Smoking current and past</source>
   <translation>Tabaquismo actual y pasado</translation>
  </message>
  <message>
   <source>{code} is for those who gave up tobacco; {other} is for those who use it.</source>
   <translation>{code} es para quienes dejaron el tabaco; {other} es para quienes lo consumen.</translation>
  </message>
  <message>
   <source>Alcohol abuse and dependence</source>
   <translation>Abuso y dependencia del alcohol</translation>
  </message>
  <message>
   <source>Abuse ({code}) and dependence ({other}) of the same substance: only dependence is coded.</source>
   <translation>Abuso ({code}) y dependencia ({other}) de la misma sustancia: solo se codifica la dependencia.</translation>
  </message>
  <message>
   <source>Alcohol use and more</source>
   <translation>Consumo de alcohol y algo más</translation>
  </message>
  <message>
   <source>Use ({code}) and {other} of the same substance: only abuse or dependence is coded.</source>
   <translation>Consumo ({code}) y {other} de la misma sustancia: solo se codifica el abuso o la dependencia.</translation>
  </message>
  <message>
   <source>Opioid levels</source>
   <translation>Grados de consumo de opioides</translation>
  </message>
  <message>
   <source>{code} and dependence ({other}) of the same substance: only dependence is coded.</source>
   <translation>{code} y dependencia ({other}) de la misma sustancia: solo se codifica la dependencia.</translation>
  </message>
  <message>
   <source>Essential hypertension</source>
   <translation>Hipertensión esencial</translation>
  </message>
  <message>
   <source>{code} does not go with {other}: hypertension is coded once.</source>
   <translation>{code} no va con {other}: la hipertensión se codifica una sola vez.</translation>
  </message>
  <message>
   <source>Old and new infarct</source>
   <translation>Infarto antiguo y nuevo</translation>
  </message>
  <message>
   <source>{code} is an infarct of more than four weeks ago; {other} is a new one. Both are right only if there were two.</source>
   <translation>{code} es un infarto de hace más de cuatro semanas; {other} es uno nuevo. Ambos son correctos solo si hubo dos.</translation>
  </message>
  <message>
   <source>Stroke current and past</source>
   <translation>Ictus actual y pasado</translation>
  </message>
  <message>
   <source>{code} is for a stroke that left nothing behind; {other} is what one left behind.</source>
   <translation>{code} es para un ictus que no dejó secuelas; {other} es lo que dejó uno.</translation>
  </message>
  <message>
   <source>Kidney dialysis</source>
   <translation>Riñón y diálisis</translation>
  </message>
  <message>
   <source>{code} with dialysis ({other}): chronic kidney disease that needs dialysis is N18.6.</source>
   <translation>{code} con diálisis ({other}): la enfermedad renal crónica que necesita diálisis es N18.6.</translation>
  </message>
  <message>
   <source>Pain with its cause</source>
   <translation>Dolor y su causa</translation>
  </message>
  <message>
   <source>{code} says no more than {other}, which names the pain.</source>
   <translation>{code} no dice más que {other}, que nombra el dolor.</translation>
  </message>
  <message>
   <source>Well visit findings</source>
   <translation>Hallazgos en un reconocimiento</translation>
  </message>
  <message>
   <source>{code} is an examination without abnormal findings, {other} one with them.</source>
   <translation>{code} es un reconocimiento sin hallazgos anormales; {other}, uno con ellos.</translation>
  </message>
  <message>
   <source>Newborn suspected</source>
   <translation>Sospecha en un recién nacido</translation>
  </message>
  <message>
   <source>{code} is for a condition that was ruled out; {other} was found.</source>
   <translation>{code} es para una afección que se descartó; {other} sí se halló.</translation>
  </message>
  <message>
   <source>Carrier and disease</source>
   <translation>Portador y enfermedad</translation>
  </message>
  <message>
   <source>{code} is HIV without any related condition; once {other} was reported it stays.</source>
   <translation>{code} es VIH sin ninguna afección asociada; una vez notificado {other}, se mantiene.</translation>
  </message>
  <message>
   <source>Inconclusive hiv</source>
   <translation>VIH no concluyente</translation>
  </message>
  <message>
   <source>{code} is an inconclusive test; {other} says that the patient has HIV.</source>
   <translation>{code} es una prueba no concluyente; {other} dice que el paciente tiene VIH.</translation>
  </message>
  <message>
   <source>Superficial arm</source>
   <translation>Lesión superficial del brazo</translation>
  </message>
  <message>
   <source>{code} is a superficial injury at the site of {other} and is not coded.</source>
   <translation>{code} es una lesión superficial en el lugar de {other} y no se codifica.</translation>
  </message>
  <message>
   <source>Superficial forearm</source>
   <translation>Lesión superficial del antebrazo</translation>
  </message>
  <message>
   <source>Superficial hand</source>
   <translation>Lesión superficial de la mano</translation>
  </message>
  <message>
   <source>Superficial thigh</source>
   <translation>Lesión superficial del muslo</translation>
  </message>
  <message>
   <source>Superficial leg</source>
   <translation>Lesión superficial de la pierna</translation>
  </message>
  <message>
   <source>Superficial foot</source>
   <translation>Lesión superficial del pie</translation>
  </message>
  <message>
   <source>Superficial head</source>
   <translation>Lesión superficial de la cabeza</translation>
  </message>
  <message>
   <source>Healing and aftercare</source>
   <translation>Curación y cuidados posteriores</translation>
  </message>
  <message>
   <source>{code} is not used for injuries: {other} takes the 7th character of a later encounter.</source>
   <translation>{code} no se usa para lesiones: {other} lleva el 7.º carácter de un encuentro posterior.</translation>
  </message>
  <message>
   <source>Body mass index alone</source>
   <translation>Índice de masa corporal solo</translation>
  </message>
  <message>
   <source>{code} needs the diagnosis that it bears on, such as obesity or malnutrition.</source>
   <translation>{code} necesita el diagnóstico al que se refiere, como obesidad o desnutrición.</translation>
  </message>
  <message>
   <source>Severe sepsis alone</source>
   <translation>Sepsis grave sola</translation>
  </message>
  <message>
   <source>{code} needs the code of the sepsis.</source>
   <translation>{code} necesita el código de la sepsis.</translation>
  </message>
  <message>
   <source>Hypertensive heart failure type</source>
   <translation>Tipo de insuficiencia cardíaca hipertensiva</translation>
  </message>
  <message>
   <source>{code} needs the type of heart failure (I50.-).</source>
   <translation>{code} necesita el tipo de insuficiencia cardíaca (I50.-).</translation>
  </message>
  <message>
   <source>Hypertensive kidney stage</source>
   <translation>Estadio del riñón hipertensivo</translation>
  </message>
  <message>
   <source>{code} needs the stage of the chronic kidney disease (N18.-).</source>
   <translation>{code} necesita el estadio de la enfermedad renal crónica (N18.-).</translation>
  </message>
  <message>
   <source>Diabetic kidney stage</source>
   <translation>Estadio del riñón diabético</translation>
  </message>
  <message>
   <source>Diabetic ulcer site</source>
   <translation>Lugar de la úlcera diabética</translation>
  </message>
  <message>
   <source>{code} needs the site and depth of the ulcer (L97.4-, L97.5-).</source>
   <translation>{code} necesita el lugar y la profundidad de la úlcera (L97.4-, L97.5-).</translation>
  </message>
  <message>
   <source>Secondary neoplasm alone</source>
   <translation>Neoplasia secundaria sola</translation>
  </message>
  <message>
   <source>{code} is a secondary neoplasm: the primary one (or its history, Z85.-, or C80.1 if unknown) is coded too.</source>
   <translation>{code} es una neoplasia secundaria: se codifica también la primaria (o su antecedente, Z85.-, o C80.1 si se desconoce).</translation>
  </message>
  <message>
   <source>Anemia of cancer alone</source>
   <translation>Anemia por cáncer sola</translation>
  </message>
  <message>
   <source>{code} needs the neoplasm that it comes from.</source>
   <translation>{code} necesita la neoplasia de la que procede.</translation>
  </message>
  <message>
   <source>Anemia of kidney alone</source>
   <translation>Anemia renal sola</translation>
  </message>
  <message>
   <source>{code} needs the chronic kidney disease that it comes from.</source>
   <translation>{code} necesita la enfermedad renal crónica de la que procede.</translation>
  </message>
  <message>
   <source>Weeks alone</source>
   <translation>Semanas de gestación solas</translation>
  </message>
  <message>
   <source>{code} is reported beside a code of pregnancy only.</source>
   <translation>{code} se notifica solo junto a un código de embarazo.</translation>
  </message>
  <message>
   <source>Outcome alone</source>
   <translation>Resultado del parto solo</translation>
  </message>
  <message>
   <source>{code} is reported beside the code of a delivery only.</source>
   <translation>{code} se notifica solo junto al código de un parto.</translation>
  </message>
  <message>
   <source>Delivery outcome</source>
   <translation>Resultado del parto</translation>
  </message>
  <message>
   <source>{code} needs the outcome of the delivery (Z37.-).</source>
   <translation>{code} necesita el resultado del parto (Z37.-).</translation>
  </message>
  <message>
   <source>Covid pneumonia</source>
   <translation>Neumonía por COVID</translation>
  </message>
  <message>
   <source>{code} needs COVID-19 (U07.1) before it.</source>
   <translation>{code} necesita antes la COVID-19 (U07.1).</translation>
  </message>
  <message>
   <source>Adverse effect of what</source>
   <translation>Efecto adverso sin decir cuál</translation>
  </message>
  <message>
   <source>{code} needs the code of what the drug did.</source>
   <translation>{code} necesita el código de lo que hizo el fármaco.</translation>
  </message>
  <message>
   <source>Injury without cause</source>
   <translation>Lesión sin causa</translation>
  </message>
  <message>
   <source>{code} may be told more of by its external cause, as far as the note has it.</source>
   <translation>{code} puede precisarse con su causa externa, si consta en la nota.</translation>
  </message>
  <message>
   <source>Dialysis alone</source>
   <translation>Diálisis sola</translation>
  </message>
  <message>
   <source>{code} needs the kidney disease that is treated.</source>
   <translation>{code} necesita la enfermedad renal que se trata.</translation>
  </message>
  <message>
   <source>Chemotherapy for what</source>
   <translation>Quimioterapia sin decir de qué</translation>
  </message>
  <message>
   <source>{code} needs the neoplasm that is treated, listed after it.</source>
   <translation>{code} necesita, después de él, la neoplasia que se trata.</translation>
  </message>
  <message>
   <source>Underdosing reason</source>
   <translation>Motivo de la infradosificación</translation>
  </message>
  <message>
   <source>{code}: add why too little was taken (Z91.12- to Z91.14-, Y63.-), as far as the note has it.</source>
   <translation>{code}: añada por qué se tomó de menos (Z91.12- a Z91.14-, Y63.-), si consta en la nota.</translation>
  </message>
  <message>
   <source>Activity alone</source>
   <translation>Actividad sola</translation>
  </message>
  <message>
   <source>{code} tells what the patient did when something happened: code the injury or condition too.</source>
   <translation>{code} dice qué hacía el paciente cuando ocurrió algo: codifique también la lesión o afección.</translation>
  </message>
  <message>
   <source>Place alone</source>
   <translation>Lugar solo</translation>
  </message>
  <message>
   <source>{code} is the place where something happened: code what happened too.</source>
   <translation>{code} es el lugar donde ocurrió algo: codifique también lo que ocurrió.</translation>
  </message>
  <message>
   <source>Place once</source>
   <translation>Un solo lugar</translation>
  </message>
  <message>
   <source>{code} and {other}: one place of occurrence is reported, at the first encounter.</source>
   <translation>{code} y {other}: se notifica un solo lugar, en el primer encuentro.</translation>
  </message>
  <message>
   <source>Activity once</source>
   <translation>Una sola actividad</translation>
  </message>
  <message>
   <source>{code} and {other}: one activity is reported, at the first encounter.</source>
   <translation>{code} y {other}: se notifica una sola actividad, en el primer encuentro.</translation>
  </message>
  <message>
   <source>Status once</source>
   <translation>Un solo estado de causa externa</translation>
  </message>
  <message>
   <source>{code} and {other}: one external cause status is reported, at the first encounter.</source>
   <translation>{code} y {other}: se notifica un solo estado de causa externa, en el primer encuentro.</translation>
  </message>
  <message>
   <source>Body mass index once</source>
   <translation>Un solo índice de masa corporal</translation>
  </message>
  <message>
   <source>{code} and {other}: one body mass index is reported.</source>
   <translation>{code} y {other}: se notifica un solo índice de masa corporal.</translation>
  </message>
  <message>
   <source>Birth once</source>
   <translation>Un solo nacimiento</translation>
  </message>
  <message>
   <source>{code} and {other}: a newborn has one code of birth.</source>
   <translation>{code} y {other}: un recién nacido tiene un solo código de nacimiento.</translation>
  </message>
  <message>
   <source>Kidney stage once</source>
   <translation>Un solo estadio renal</translation>
  </message>
  <message>
   <source>{code} and {other}: chronic kidney disease has one stage.</source>
   <translation>{code} y {other}: la enfermedad renal crónica tiene un solo estadio.</translation>
  </message>
  <message>
   <source>Age newborn</source>
   <translation>Edad: recién nacido</translation>
  </message>
  <message>
   <source>{code} is for patients under one year of age.</source>
   <translation>{code} es para pacientes de menos de un año.</translation>
  </message>
  <message>
   <source>Age pediatric</source>
   <translation>Edad: pediátrica</translation>
  </message>
  <message>
   <source>{code} is for patients of 0 to 17 years.</source>
   <translation>{code} es para pacientes de 0 a 17 años.</translation>
  </message>
  <message>
   <source>Age maternity</source>
   <translation>Edad: maternidad</translation>
  </message>
  <message>
   <source>{code} is for patients of 9 to 64 years.</source>
   <translation>{code} es para pacientes de 9 a 64 años.</translation>
  </message>
  <message>
   <source>Age adult</source>
   <translation>Edad: adulta</translation>
  </message>
  <message>
   <source>{code} is for patients of 15 years and more.</source>
   <translation>{code} es para pacientes de 15 años o más.</translation>
  </message>
  <message>
   <source>Sex female</source>
   <translation>Sexo: femenino</translation>
  </message>
  <message>
   <source>{code} is for female patients; check the sex that is recorded.</source>
   <translation>{code} es para pacientes de sexo femenino; revise el sexo que consta.</translation>
  </message>
  <message>
   <source>Sex male</source>
   <translation>Sexo: masculino</translation>
  </message>
  <message>
   <source>{code} is for male patients; check the sex that is recorded.</source>
   <translation>{code} es para pacientes de sexo masculino; revise el sexo que consta.</translation>
  </message>
  <message>
   <source>{code} is listed {times} times; a code is reported once (Guidelines I.B.12).</source>
   <translation>{code} aparece {times} veces; un código se notifica una vez (Guidelines I.B.12).</translation>
  </message>
  <message>
   <source>{code} lacks the placeholder X: use {better} (Guidelines I.A.4).</source>
   <translation>A {code} le falta el comodín X: use {better} (Guidelines I.A.4).</translation>
  </message>
  <message>
   <source>{code} has the 7th character {character}; allowed are {allowed} (Guidelines I.A.5).</source>
   <translation>{code} lleva el 7.º carácter {character}; se permiten {allowed} (Guidelines I.A.5).</translation>
  </message>
  <message>
   <source>{code} has a 7th character, but {better} takes none (Guidelines I.A.5).</source>
   <translation>{code} lleva un 7.º carácter, pero {better} no lleva ninguno (Guidelines I.A.5).</translation>
  </message>
  <message>
   <source>{code} needs a 7th character: {choices}.</source>
   <translation>{code} necesita un 7.º carácter: {choices}.</translation>
  </message>
  <message>
   <source>{code} is no longer a code in {release}: use {better} instead (conversion table).</source>
   <translation>{code} ya no es un código en {release}: use {better} en su lugar (tabla de conversión).</translation>
  </message>
  <message>
   <source>{code} is no longer a code in {release}: it became one of {codes} (conversion table).</source>
   <translation>{code} ya no es un código en {release}: pasó a ser uno de {codes} (tabla de conversión).</translation>
  </message>
  <message>
   <source>{code} is a heading of the tabular list, not a code.</source>
   <translation>{code} es un encabezado de la lista tabular, no un código.</translation>
  </message>
  <message>
   <source>There is no code {wanted} in {release}.</source>
   <translation>No hay ningún código {wanted} en {release}.</translation>
  </message>
  <message>
   <source>Did you mean {codes}?</source>
   <translation>¿Quería decir {codes}?</translation>
  </message>
  <message>
   <source>Search the code set for its words.</source>
   <translation>Busque por palabras en la clasificación.</translation>
  </message>
  <message>
   <source>{code} is not billable. Use one of {codes}.</source>
   <translation>{code} no es facturable. Use uno de {codes}.</translation>
  </message>
  <message>
   <source>{code} is not billable. Use one of the {number} codes below {codes}.</source>
   <translation>{code} no es facturable. Use uno de los {number} códigos por debajo de {codes}.</translation>
  </message>
  <message>
   <source>{code} and {other} are not coded together: {source} has Excludes1 “{note}”. Both may stay only if the two conditions are unrelated (Guidelines I.A.12.a).</source>
   <translation>{code} y {other} no se codifican juntos: {source} tiene Excludes1 “{note}”. Ambos pueden quedar solo si las dos afecciones no están relacionadas (Guidelines I.A.12.a).</translation>
  </message>
  <message>
   <source>{source} has Excludes2 “{note}”: {other} is not part of {code}, and both may be coded if the patient has both (Guidelines I.A.12.b).</source>
   <translation>{source} tiene Excludes2 “{note}”: {other} no forma parte de {code}, y ambos pueden codificarse si el paciente tiene ambas afecciones (Guidelines I.A.12.b).</translation>
  </message>
  <message>
   <source>{code} is an external cause and is never listed first (Guidelines I.C.20.a.6).</source>
   <translation>{code} es una causa externa y nunca va en primer lugar (Guidelines I.C.20.a.6).</translation>
  </message>
  <message>
   <source>{code} is never listed first: its title is “{title}” (Guidelines {guideline}).</source>
   <translation>{code} nunca va en primer lugar: su título es “{title}” (Guidelines {guideline}).</translation>
  </message>
  <message>
   <source>{other} has to be listed before {code}.</source>
   <translation>{other} debe ir antes que {code}.</translation>
  </message>
  <message>
   <source>{code} asks for the condition behind it to be listed before it.</source>
   <translation>{code} pide que vaya antes la afección que lo causa.</translation>
  </message>
  <message>
   <source>{code} may need another code.</source>
   <translation>{code} puede necesitar otro código.</translation>
  </message>
  <message>
   <source>{other} is listed before {code}, which it adds to.</source>
   <translation>{other} va antes que {code}, al que complementa.</translation>
  </message>
  <message>
   <source>{code} leaves the side open: name it if the record does (Guidelines I.B.13).</source>
   <translation>{code} deja abierto el lado: indíquelo si consta en la historia (Guidelines I.B.13).</translation>
  </message>
  <message>
   <source>{code} and {other} are right and left of the same: use {better} (Guidelines I.B.13).</source>
   <translation>{code} y {other} son el lado derecho y el izquierdo de lo mismo: use {better} (Guidelines I.B.13).</translation>
  </message>
  <message>
   <source>{code} leaves the side open that {other} names; leave it out or name its side (Guidelines I.B.13).</source>
   <translation>{code} deja abierto el lado que {other} indica; omítalo o indique su lado (Guidelines I.B.13).</translation>
  </message>
  <message>
   <source>{code} says no more than {other}, which is more specific (Guidelines I.B.2).</source>
   <translation>{code} no dice más que {other}, que es más específico (Guidelines I.B.2).</translation>
  </message>
  <message>
   <source>{code} and {other} give the same condition two 7th characters (Guidelines I.C.19.a).</source>
   <translation>{code} y {other} dan dos séptimos caracteres a la misma afección (Guidelines I.C.19.a).</translation>
  </message>
  <message>
   <source>{codes} with {other}: use {better} instead ({source}).</source>
   <translation>{codes} con {other}: use {better} en su lugar ({source}).</translation>
  </message>
  <message>
   <source>{code} is not reported beside {other} ({source}).</source>
   <translation>{code} no se notifica junto a {other} ({source}).</translation>
  </message>
  <message>
   <source>{code} is a current condition, {other} says that it is past (Guidelines I.C.2.m, I.C.21.c.4).</source>
   <translation>{code} es una afección actual; {other} dice que es pasada (Guidelines I.C.2.m, I.C.21.c.4).</translation>
  </message>
  <message>
   <source>{code} is only suspected (“{words}”): outpatients get the code of the symptom instead (Guidelines IV.H).</source>
   <translation>{code} solo se sospecha (“{words}”): en pacientes ambulatorios se pone el código del síntoma (Guidelines IV.H).</translation>
  </message>
  <message>
   <source>{code} is only suspected (“{words}”): it is coded for inpatients too when it is confirmed only (Guidelines I.C.1, I.C.10.c).</source>
   <translation>{code} solo se sospecha (“{words}”): también en pacientes ingresados se codifica solo cuando está confirmado (Guidelines I.C.1, I.C.10.c).</translation>
  </message>
  <message>
   <source>The note denies {code}: “{words}”.</source>
   <translation>La nota niega {code}: “{words}”.</translation>
  </message>
  <message>
   <source>{code} is a condition of a relative (“{words}”): family history is coded Z80 to Z84 (Guidelines I.C.21.c.4).</source>
   <translation>{code} es una afección de un familiar (“{words}”): los antecedentes familiares se codifican de Z80 a Z84 (Guidelines I.C.21.c.4).</translation>
  </message>
  <message>
   <source>{code} is unspecified, but the note says “{words}”: {better} {title} (Guidelines I.B.2).</source>
   <translation>{code} no es específico, pero la nota dice “{words}”: {better} {title} (Guidelines I.B.2).</translation>
  </message>
  <message>
   <source>{code} is not valid on {day} (Medicare Code Editor, {name}).</source>
   <translation>{code} no es válido el {day} (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} repeats the principal diagnosis (Medicare Code Editor, {name}).</source>
   <translation>{code} repite el diagnóstico principal (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} does not fit the age of {age} years (Medicare Code Editor, {name}).</source>
   <translation>{code} no corresponde a la edad de {age} años (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} does not fit the sex of the patient (Medicare Code Editor, {name}).</source>
   <translation>{code} no corresponde al sexo del paciente (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} is a manifestation and is not listed first (Medicare Code Editor, {name}).</source>
   <translation>{code} es una manifestación y no va en primer lugar (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} is an external cause and is not listed first (Medicare Code Editor, {name}).</source>
   <translation>{code} es una causa externa y no va en primer lugar (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} is not accepted as principal diagnosis (Medicare Code Editor, {name}).</source>
   <translation>{code} no se acepta como diagnóstico principal (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} does not usually explain an admission (Medicare Code Editor, {name}).</source>
   <translation>{code} no suele explicar un ingreso (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} needs a secondary diagnosis (Medicare Code Editor, {name}).</source>
   <translation>{code} necesita un diagnóstico secundario (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} leaves open what the record may tell, such as the side (Medicare Code Editor, {name}).</source>
   <translation>{code} deja abierto lo que la historia puede decir, como el lado (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>{code} reports a wrong procedure (Medicare Code Editor, {name}).</source>
   <translation>{code} notifica un procedimiento equivocado (Medicare Code Editor, {name}).</translation>
  </message>
  <message>
   <source>From {day} on, {code} is not billable ({release}).</source>
   <translation>Desde el {day}, {code} no es facturable ({release}).</translation>
  </message>
  <message>
   <source>From {day} on, {code} is not billable ({release}): use {better} instead for services from then on.</source>
   <translation>Desde el {day}, {code} no es facturable ({release}): use {better} para los servicios a partir de entonces.</translation>
  </message>
  <message>
   <source>From {day} on, {code} is not billable ({release}): it became one of {codes} for services from then on.</source>
   <translation>Desde el {day}, {code} no es facturable ({release}): pasó a ser uno de {codes} para los servicios a partir de entonces.</translation>
  </message>
  <message>
   <source>Not valid on {day} by the Medicare Code Editor: {codes}.</source>
   <translation>No válidos el {day} según el Medicare Code Editor: {codes}.</translation>
  </message>
  <message>
   <source>The date of service {day} lies outside {release} ({since} to {until}): check the codes against the release in force.</source>
   <translation>La fecha del servicio {day} queda fuera de {release} ({since} a {until}): compruebe los códigos con la edición vigente.</translation>
  </message>
  <message>
   <source>The date of service {day} lies outside {release} ({since} to {until}): import the release in force, or check the codes against it.</source>
   <translation>La fecha del servicio {day} queda fuera de {release} ({since} a {until}): importe la edición vigente o compruebe los códigos con ella.</translation>
  </message>
  <message>
   <source>Some words of the scan were hard to read (lines {lines}): compare with the original.</source>
   <translation>Algunas palabras del escaneo eran difíciles de leer (líneas {lines}): compárelas con el original.</translation>
  </message>
  <message>
   <source>{codes} and {last}</source>
   <translation>{codes} y {last}</translation>
  </message>
  <message>
   <source>{codes} or {last}</source>
   <translation>{codes} o {last}</translation>
  </message>
  <message>
   <source>{named} and {number} more</source>
   <translation>{named} y {number} más</translation>
  </message>
  <message>
   <source>Reading {name}</source>
   <translation>Leyendo {name}</translation>
  </message>
  <message>
   <source>Reading the names of {name}</source>
   <translation>Leyendo los nombres de {name}</translation>
  </message>
  <message>
   <source>Comparing with what is installed</source>
   <translation>Comparando con lo que está instalado</translation>
  </message>
  <message>
   <source>Comparing with the release that is installed</source>
   <translation>Comparando con la edición instalada</translation>
  </message>
  <message>
   <source>Writing {number} codes</source>
   <translation>Escribiendo {number} códigos</translation>
  </message>
  <message>
   <source>Writing {number} codes of {name}</source>
   <translation>Escribiendo {number} códigos de {name}</translation>
  </message>
  <message>
   <source>Building the word index</source>
   <translation>Creando el índice de palabras</translation>
  </message>
  <message>
   <source>Writing the indexes</source>
   <translation>Escribiendo los índices</translation>
  </message>
  <message>
   <source>{name} is ready</source>
   <translation>{name} está listo</translation>
  </message>
  <message>
   <source>Learning the new codes of {name}</source>
   <translation>Aprendiendo los códigos nuevos de {name}</translation>
  </message>
  <message>
   <source>Loading the model</source>
   <translation>Cargando el modelo</translation>
  </message>
  <message>
   <source>Looking up phrases</source>
   <translation>Buscando expresiones</translation>
  </message>
  <message>
   <source>Weighing the codes</source>
   <translation>Ponderando los códigos</translation>
  </message>
  <message>
   <source>Reading the note</source>
   <translation>Leyendo la nota</translation>
  </message>
  <message>
   <source>Looking up candidates</source>
   <translation>Buscando candidatos</translation>
  </message>
  <message>
   <source>Checking candidates</source>
   <translation>Comprobando candidatos</translation>
  </message>
 </context>
 <context>
  <name>QShortcut</name>
  <message>
   <source>Ctrl</source>
   <translation>Ctrl</translation>
  </message>
  <message>
   <source>Shift</source>
   <translation>Mayús</translation>
  </message>
 </context>
</TS>
