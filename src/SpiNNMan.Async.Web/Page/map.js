// The map: a picture that the program drew once, whose marks change with each look.

const largest = 1.8;
const widest = 1600;

export class MachineMap {
    #box;
    #cells = new Map();
    #name = null;
    #loading = null;
    #filter = '';
    chosen = null;

    /** Told of the cell below the pointer or chosen by keys, and of one that is entered. */
    onAbout = () => {};
    onEnter = () => {};

    constructor(box) {
        this.#box = box;
        box.addEventListener('pointerover', event => this.onAbout(this.#cellOf(event)?.about ?? this.about()));
        box.addEventListener('pointerleave', () => this.onAbout(this.about()));
        box.addEventListener('click', event => {
            const cell = this.#cellOf(event);
            if (!cell) return;
            this.choose(cell.id);
            this.onEnter(cell.id);
        });
    }

    get name() { return this.#name; }

    /** The line about the cell that is chosen. */
    about() { return this.#cells.get(this.chosen)?.about ?? ''; }

    /** Shows the cells of a look, with the picture of its map. */
    async show(look) {
        if (this.#name !== look.map || look.cells.some(cell => !this.#cells.has(cell.id))) {
            if (this.#loading === look.map) return;
            this.#loading = look.map;
            try {
                await this.#load(look.map);
            } finally {
                this.#loading = null;
            }
        }

        for (const { id, mark, style, about } of look.cells) {
            const cell = this.#cells.get(id);
            if (!cell) continue;
            if (cell.mark !== mark) cell.text.textContent = cell.mark = mark;
            if (cell.style !== style) {
                cell.group.classList.replace(cell.style, style);
                cell.style = style;
            }

            if (cell.about !== about) {
                cell.about = cell.title.textContent = about;
                this.#hide(cell);
            }
        }

        this.#box.dataset.number = look.number;
        this.#box.dataset.map = look.map;
        this.#box.dataset.mode = look.mode;
    }

    choose(id) {
        const before = this.#cells.get(this.chosen)?.group;
        before?.classList.remove('chosen');
        before?.parentNode.insertBefore(before, before.parentNode.querySelector('line, .label'));
        this.chosen = this.#cells.has(id) ? id : null;
        const group = this.#cells.get(this.chosen)?.group;
        group?.classList.add('chosen');
        // Its outline goes over those of its neighbours.
        group?.parentNode.append(group);
        this.onAbout(this.about());
    }

    /** Chooses the nearest cell in a direction. */
    move(right, up) {
        const from = this.#cells.get(this.chosen);
        if (!from) {
            this.choose(this.#cells.keys().next().value);
            return;
        }

        let best = null;
        let least = Infinity;
        for (const cell of this.#cells.values()) {
            const [across, along] = [cell.x - from.x, from.y - cell.y];
            const ahead = across * right + along * up;
            const side = across * up + along * right;
            // A hexagon has no neighbour straight to its side.
            if (ahead < 1 || Math.abs(side) > 2 * ahead) continue;
            const distance = ahead * ahead + side * side;
            if (distance < least) [best, least] = [cell, distance];
        }

        if (best) this.choose(best.id);
    }

    filter(text) {
        this.#filter = text.toLowerCase();
        for (const cell of this.#cells.values()) this.#hide(cell);
    }

    #hide(cell) {
        cell.group.classList.toggle('hidden', this.#filter !== '' && !cell.about.toLowerCase().includes(this.#filter));
    }

    #cellOf(event) {
        return this.#cells.get(event.target.closest?.('.cell')?.dataset.id);
    }

    async #load(map) {
        const answer = await fetch(`picture?map=${encodeURIComponent(map)}`);
        if (!answer.ok) return;
        const picture = new DOMParser().parseFromString(await answer.text(), 'image/svg+xml').documentElement;
        this.#cells.clear();
        this.#box.replaceChildren(document.importNode(picture, true));
        // A small machine is shown larger than in files.
        const svg = this.#box.firstChild;
        svg.style.width = `${Math.min(largest * Number(picture.getAttribute('width')), widest)}px`;
        svg.setAttribute('preserveAspectRatio', 'xMinYMin');
        for (const group of this.#box.querySelectorAll('.cell')) {
            const points = group.querySelector('polygon').getAttribute('points').split(' ').map(point => point.split(',').map(Number));
            const [x, y] = [0, 1].map(axis => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
            const [text, title] = [group.querySelector('text'), group.querySelector('title')];
            const cell = { id: group.dataset.id, group, text, title, x, y, mark: text.textContent, style: group.classList[1], about: title?.textContent ?? '' };
            this.#cells.set(cell.id, cell);
            this.#hide(cell);
        }

        this.#name = map;
        this.choose(this.chosen);
    }
}
