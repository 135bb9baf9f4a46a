## Personas

people = Quién está aquí
people-mentors = Mentoras y mentores aquí ahora
people-staff = Moderación de turno
people-members = Aquí con usted
people-held = Tomando un descanso
person-unnamed = Una persona
people-nobody = Nadie ha elegido mostrarse ahora.
crowd-few = Algunas personas más están leyendo.
crowd-ten_plus = Más de 10 personas más están leyendo.
listed-show = Mostrarme aquí
listed-hide = Leer en silencio
