import {
  type Argument,
  catalogue,
  fileArguments,
  findModule,
  type ModuleDefinition,
  newestUpstream,
  type ReleaseRules,
  releaseRules,
  showPython,
  t,
  toJson,
  translate,
  upstreamLines,
} from '../../core/index.ts';
import { closest } from '../closest.ts';
import { exit, Failure } from '../failure.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export interface ModulesOptions {
  readonly json?: boolean;
  readonly upstream?: string;
}

/** `modules [NAME]`: the catalogue, or all that it says about one module. */
export function modules(name: string | undefined, options: ModulesOptions, terminal: Terminal): number {
  const rules = rulesOf(options.upstream ?? newestUpstream);
  if (name === undefined) {
    const list = [...catalogue()].sort((a, b) => a.name.localeCompare(b.name));
    if (options.json) for (const module of list) terminal.json(moduleJson(module, rules));
    else terminal.out(overview(list, rules, terminal));
    return exit.fine;
  }
  const module = findModule(name);
  if (module === undefined) {
    const near = closest(
      name,
      catalogue().map((definition) => definition.name),
    );
    throw new Failure(t`the catalogue has no module ${name}` + (near === undefined ? '' : t`; did you mean ${near}?`));
  }
  if (options.json) terminal.json(moduleJson(module, rules));
  else terminal.out(page(module, rules, terminal));
  return exit.fine;
}

function overview(list: readonly ModuleDefinition[], rules: ReleaseRules, { colors: c }: Terminal): string {
  const columns = [{ title: t`module` }, { title: t`arguments`, limit: 64 }, { title: t`summary` }];
  const rows = list.map((module) => [module.name, fileArguments(module, rules).list.map(signature).join(', '), translate(module.summary)]);
  return table(columns, rows, c.bold);
}

function page(module: ModuleDefinition, rules: ReleaseRules, { colors: c }: Terminal): string {
  const args = fileArguments(module, rules).list;
  const examples = module.examples.map(
    ({ input, args, output, params }) =>
      `  ${showPython(args)}: ${JSON.stringify(input)} → ${JSON.stringify(output)}, ${t`${params} parameters`}`,
  );
  return [
    `${c.bold(`${module.name}(${args.map(signature).join(', ')})`)}  ${translate(module.summary)}`,
    ...(module.docs === undefined ? [] : ['', translate(module.docs)]),
    '',
    table(
      [{ title: t`argument` }, { title: t`kind` }, { title: t`default` }, { title: '' }],
      args.map((a) => [`  ${a.name}`, a.kind, defaultText(a), translate(a.doc)]),
      c.bold,
    ),
    '',
    `${c.bold(t`composition`)}: ${translate(module.composition)}`,
    `${c.bold(t`known to`)}: ${knownTo(module).join(', ') || t`no release; it must be registered`}`,
    ...(examples.length > 0 ? [c.bold(t`examples`), ...examples] : []),
  ].join('\n');
}

function moduleJson(module: ModuleDefinition, rules: ReleaseRules): object {
  const { name, summary, docs, composition, examples } = module;
  return {
    name,
    summary,
    ...(docs === undefined ? {} : { docs }),
    args: fileArguments(module, rules).list.map(({ name, kind, required, fallback, doc }) => ({
      name,
      kind,
      required,
      ...(required ? {} : { default: toJson(fallback as never) }),
      doc,
    })),
    upstreams: knownTo(module),
    composition,
    examples: examples.map(({ input, args, output, params }) => ({ input, args: args.map(toJson), output, params })),
  };
}

/** The lines of releases whose newest release knows the name. */
function knownTo(module: ModuleDefinition): string[] {
  return Object.entries(upstreamLines()).flatMap(([line, newest]) => (module.upstream(rulesOf(newest)) ? [line] : []));
}

function signature(argument: Argument): string {
  return argument.required ? argument.name : `${argument.name}=${defaultText(argument)}`;
}

function defaultText({ required, fallback }: Argument): string {
  return required ? '' : showPython(fallback as never);
}

function rulesOf(version: string): ReleaseRules {
  const rules = releaseRules(version);
  if (rules === undefined) throw new Failure(t`no rules are known for release ${version}`);
  return rules;
}
