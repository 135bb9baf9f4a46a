import { expect, test } from "vitest";
import { checkBody } from "../src/state/body";
import { newPublicId } from "../src/state/ids";
import { pieces } from "../src/ui/links";

test("a_text_is_sent_as_nfc_with_plain_newlines", () => {
  expect(checkBody("cafe\u0301\r\nand\rtea")).toEqual({ body: "caf\u00e9\nand\ntea" });
});

test.each(["", "  \n\t "])("nothing_but_space_is_not_sent: %j", (text) => {
  expect(checkBody(text)).toMatchObject({ code: "empty" });
});

test.each(["a\u0000b", "a\u0007", "a\u0085b", "\ud800", "a\udc00"])(
  "control_characters_and_lone_surrogates_are_not_sent: %j",
  (text) => {
    expect(checkBody(text)).toMatchObject({ code: "bad_text" });
  },
);

test("length_is_counted_in_code_points_after_nfc", () => {
  expect(checkBody("\u{1F9F5}".repeat(2_000))).toHaveProperty("body");
  expect(checkBody("e\u0301".repeat(2_000))).toHaveProperty("body");
  expect(checkBody("a".repeat(2_001))).toEqual({
    code: "too_long",
    params: { limit: 2_000, length: 2_001 },
  });
});

test("ids_are_uuids_of_version_4", () => {
  expect(newPublicId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newPublicId()).not.toBe(newPublicId());
});

test("web_addresses_become_links_and_the_text_stays_the_same", () => {
  const text = "See https://example.org/a?b=1. And (http://example.org), please.";
  const found = pieces(text);
  expect(found.map((piece) => piece.text).join("")).toBe(text);
  const links = found.filter((piece) => piece.href !== null).map((piece) => piece.text);
  expect(links).toEqual(["https://example.org/a?b=1", "http://example.org"]);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,hello",
  "ftp://example.org",
  "https://bank.example@evil.example/",
  "www.example.org",
])("only_plain_web_addresses_are_links: %s", (text) => {
  expect(pieces(text)).toEqual([{ text, href: null }]);
});
