## Personas

people = Quién está aquí
people-mentors = Mentores aquí ahora
people-staff = Moderadores de turno
people-members = Aquí con usted
people-held = Tomando un descanso
person-unnamed = Un miembro
people-nobody = Ahora no se muestra a nadie.
crowd-few = Unas pocas personas más están leyendo.
crowd-ten_plus = Más de 10 personas están leyendo.
listed-show = Mostrarme aquí
listed-hide = Leer en silencio
