import * as vscode from 'vscode';

/** What a list of choices shows for one of them. */
type Shown = Pick<vscode.QuickPickItem, 'label' | 'description' | 'detail'>;

interface Picking<T> {
  readonly title: string;
  readonly placeholder: string;
  /** Found one by one while the list is open. */
  readonly choices: Iterable<T>;
  show(choice: T): Shown;
  /** A choice for what is typed, put first. */
  typed?(text: string): T | undefined;
}

/** Lets the user choose from a list that fills while it is open; nothing where it is closed. */
export async function pick<T>({ title, placeholder, choices, show, typed }: Picking<T>): Promise<T | undefined> {
  type Item = vscode.QuickPickItem & { readonly choice: T };
  const list = vscode.window.createQuickPick<Item>();
  const item = (choice: T): Item => ({ ...show(choice), choice });
  const found: Item[] = [];
  let own: Item[] = [];
  const refresh = () => {
    list.items = [...own, ...found];
  };
  list.title = title;
  list.placeholder = placeholder;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.busy = true;
  list.show();
  let closed = false;
  const answer = new Promise<T | undefined>((resolve) => {
    list.onDidAccept(() => resolve((list.selectedItems[0] ?? list.activeItems[0])?.choice));
    list.onDidHide(() => {
      closed = true;
      resolve(undefined);
    });
    list.onDidChangeValue((text) => {
      const choice = typed?.(text);
      own = choice === undefined ? [] : [{ ...item(choice), alwaysShow: true }];
      if (typed !== undefined) refresh();
    });
  });
  for (const choice of choices) {
    if (closed) break;
    found.push(item(choice));
    refresh();
    await new Promise((resolve) => setTimeout(resolve));
  }
  list.busy = false;
  const chosen = await answer;
  list.dispose();
  return chosen;
}
