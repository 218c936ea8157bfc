/** A Python `float`, kept apart from `int`: `2.0` and `2` are different things to a constructor. */
export class PyFloat {
  constructor(readonly value: number) {}
}

/** A Python dictionary with its keys in order; keys that are not strings are kept as they are. */
export class PyDict {
  constructor(readonly entries: ReadonlyMap<PyValue, PyValue>) {}
  get(key: string): PyValue | undefined {
    return this.entries.get(key);
  }
}

/** Anything that `yaml.safe_load` or `ast.literal_eval` gives: `number` is an `int`, an array a `list` or `tuple`. */
export type PyValue = null | boolean | number | string | PyFloat | PyDict | readonly PyValue[];
