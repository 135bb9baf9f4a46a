// All texts in one language, loaded together when that language is asked for.

export default Object.values(
  import.meta.glob<string>("../../../locales/es/*.ftl", {
    query: "?raw",
    import: "default",
    eager: true,
  }),
).join("\n");
