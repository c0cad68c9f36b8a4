// Ours, over the suite's data: what each pattern looks like, what it matches, and with which groups.

const COMPONENTS = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];
/** A base URL gives a component only if none of these stands in the pattern. */
const EARLIER = {
  protocol: [],
  hostname: ["protocol"],
  port: ["protocol", "hostname"],
  username: [],
  password: [],
  pathname: ["protocol", "hostname", "port"],
  search: ["protocol", "hostname", "port", "pathname"],
  hash: ["protocol", "hostname", "port", "pathname", "search"],
};

function expectedPattern({ pattern, expected_obj, exactly_empty_components = [] }, component) {
  const [given = {}, second] = pattern;
  if (expected_obj && typeof expected_obj === "object" && expected_obj[component] !== undefined) return expected_obj[component];
  if (exactly_empty_components.includes(component)) return "";
  if (typeof given === "object" && given[component]) return given[component];
  if (typeof given === "object" && EARLIER[component].some((earlier) => given[earlier] !== undefined)) return "*";
  const base = typeof given === "object" && given.baseURL ? given.baseURL : typeof second === "string" ? second : null;
  if (base === null || component === "username" || component === "password") return "*";
  const value = new URL(base)[component];
  if (component === "protocol") return value.slice(0, -1);
  return component === "search" || component === "hash" ? value.slice(1) : value;
}

function expectedResult({ expected_match, exactly_empty_components = [] }, component) {
  const expected = expected_match[component];
  if (expected !== undefined) return expected;
  return { input: "", groups: exactly_empty_components.includes(component) ? {} : { 0: "" } };
}

function check(entry) {
  if (entry.expected_obj === "error") {
    assert_throws_js(TypeError, () => new URLPattern(...entry.pattern));
    return;
  }
  const pattern = new URLPattern(...entry.pattern);
  for (const component of COMPONENTS) assert_equals(pattern[component], expectedPattern(entry, component), component);
  const { inputs = [], expected_match } = entry;
  if (expected_match === "error") {
    assert_throws_js(TypeError, () => pattern.test(...inputs));
    assert_throws_js(TypeError, () => pattern.exec(...inputs));
    return;
  }
  assert_equals(pattern.test(...inputs), !!expected_match, "test()");
  const found = pattern.exec(...inputs);
  if (!expected_match) {
    assert_equals(found, null, "exec()");
    return;
  }
  assert_object_equals(found.inputs, expected_match.inputs ?? inputs, "inputs");
  for (const component of COMPONENTS) {
    const { input, groups } = expectedResult(entry, component);
    assert_equals(found[component].input, input, `${component}'s input`);
    const names = [...new Set([...Object.keys(groups), ...Object.keys(found[component].groups)])];
    for (const name of names) assert_equals(found[component].groups[name] ?? null, groups[name] ?? null, `${component}'s ${name}`);
  }
}

promise_test(async () => {
  const entries = await (await fetch("resources/urlpatterntestdata.json")).json();
  for (const entry of entries) {
    const title = `${JSON.stringify(entry.pattern)} and ${JSON.stringify(entry.inputs)}`;
    test(() => check(entry), title);
  }
}, "the data is there");
