import type { ModuleDefinition } from '../catalogue/define.ts';
import { catalogue, findModule } from '../catalogue/index.ts';
import { t } from '../l10n.ts';
import type { Problem } from '../problem.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { userDefinition } from './definition.ts';
import { readEntry } from './entry.ts';
import { findDefinition } from './find.ts';
import { innerFunctions } from './innerFunctions.ts';
import { createReader, type Reader, readKeys, suggestion } from './reader.ts';
import type { ModuleSpec, UserModules } from './spec.ts';

/** What a file of modules says, and everything in it that is not understood. */
export interface ReadModules {
  readonly modules: UserModules;
  readonly problems: readonly Problem[];
}

/** The last files read: who asks again for the same text gets the same definitions, under which rows are remembered. */
const recent: { readonly text: string; readonly fileName: string; readonly earlier: string; readonly result: ReadModules }[] = [];
const mostRecent = 16;
let count = 0;

/**
 * Reads a file of modules such as `.yolo-architect/modules.yaml`. Entries with a mistake are left out and named by problems; those of
 * `earlier` are known to it and stay, unless it describes a module of the same name.
 */
export function readModules(text: string, fileName = 'modules.yaml', earlier?: UserModules): ReadModules {
  const known = recent.find((one) => one.text === text && one.fileName === fileName && one.earlier === (earlier?.identity ?? ''));
  if (known !== undefined) return known.result;
  const result = read(text, fileName, earlier);
  recent.unshift({ text, fileName, earlier: earlier?.identity ?? '', result });
  recent.length = Math.min(recent.length, mostRecent);
  return result;
}

function read(text: string, fileName: string, earlier: UserModules | undefined): ReadModules {
  const { root, problems, fatal } = parseYaml(text);
  const reader = createReader(problems);
  const specs = withoutRepeats(
    reader,
    entriesOf(reader, root).flatMap((node) => readEntry(reader, node) ?? []),
  );
  const sound = withoutUnknown(reader, withoutCycles(reader, specs), earlier);
  const identity = `user${++count}`;
  const definitions = new Map<string, ModuleDefinition>();
  const find = (name: string, rules: ReleaseRules) => findDefinition(name, rules, { modules });
  const modules: UserModules = {
    identity,
    get list() {
      return [...(earlier?.list ?? []).filter(({ name }) => !definitions.has(name)), ...definitions.values()];
    },
    find: (name) => definitions.get(name) ?? earlier?.find(name),
    placeOf(name) {
      const spec = sound.find((one) => one.name === name);
      return spec === undefined ? earlier?.placeOf(name) : { file: fileName, span: spec.span };
    },
  };
  for (const spec of sound) definitions.set(spec.name, userDefinition(spec, `${identity}.${spec.name}`, find));
  // What stands there after mending is not what was written: only the damage is spoken of.
  const said = fatal ? [...problems] : reader.problems;
  return { modules, problems: said.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end) };
}

function entriesOf(reader: Reader, root: YamlNode | undefined): readonly YamlNode[] {
  if (root === undefined || root.value === null) return [];
  if (root.kind !== 'mapping') {
    reader.say(root.span, t`this file is a mapping; write modules: and the list of modules below`);
    return [];
  }
  const { modules } = readKeys(reader, root, ['modules'], t`this file`);
  if (modules === undefined || modules.value === null) return [];
  if (modules.kind === 'sequence') return modules.items;
  reader.say(modules.span, t`modules is a list; write - name: MyBlock below it`);
  return [];
}

function withoutRepeats(reader: Reader, specs: readonly ModuleSpec[]): ModuleSpec[] {
  const seen = new Set<string>();
  return specs.filter(({ name, span }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return true;
    }
    reader.say(span, t`${name} is described twice; remove one of them`);
    return false;
  });
}

/** A module made of itself has no end; each circle is named once, and its modules are left out. */
function withoutCycles(reader: Reader, specs: readonly ModuleSpec[]): ModuleSpec[] {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const bad = new Set<string>();
  const done = new Set<string>();
  const visit = (spec: ModuleSpec, path: readonly string[]): void => {
    if (done.has(spec.name)) return;
    for (const row of 'rows' in spec.body ? spec.body.rows : []) {
      const inner = byName.get(row.module);
      if (inner === undefined) continue;
      const trail = [...path, spec.name];
      const at = trail.indexOf(inner.name);
      if (at < 0) visit(inner, trail);
      else {
        const circle = [...trail.slice(at), inner.name];
        for (const name of circle) bad.add(name);
        reader.say(row.moduleSpan, t`a module cannot be made of itself: ${circle.join(' → ')}; put another module here`);
      }
    }
    done.add(spec.name);
  };
  for (const spec of specs) visit(spec, []);
  return specs.filter(({ name }) => !bad.has(name));
}

/** Leaves out modules whose rows name what nobody describes. */
function withoutUnknown(reader: Reader, specs: readonly ModuleSpec[], earlier: UserModules | undefined): ModuleSpec[] {
  const own = new Set(specs.map(({ name }) => name));
  return specs.filter(({ body }) => {
    const rows = 'rows' in body ? body.rows : [];
    let sound = true;
    for (const { module, moduleSpan } of rows) {
      const definition = own.has(module) ? undefined : (earlier?.find(module) ?? findModule(module));
      if (own.has(module) || innerFunctions[module] !== undefined || (definition !== undefined && !definition.isHead)) continue;
      sound = false;
      if (definition?.isHead) {
        reader.say(moduleSpan, t`${module} is a head and cannot stand inside of a module; put another module here`);
        continue;
      }
      const { hint, fixes } = suggestion(module, names(own, earlier), moduleSpan);
      reader.say(moduleSpan, `${t`there is no module ${module}`}; ${fixes.length > 0 ? hint : t`describe it in this file too`}`, fixes);
    }
    return sound;
  });
}

function names(own: ReadonlySet<string>, earlier: UserModules | undefined): string[] {
  return [...own, ...(earlier?.list ?? []).map(({ name }) => name), ...catalogue().map(({ name }) => name), ...Object.keys(innerFunctions)];
}
