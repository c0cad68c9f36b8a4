// Headers as the flat list that they travel as: name, value, name, value, …, names in lower case. For those who need no
// Headers object to look into it.

/** Whether the flat `list` names `name`, which is in lower case. */
export function has(list, name) {
  for (let i = 0; i < list.length; i += 2) if (list[i] === name) return true;
  return false;
}
