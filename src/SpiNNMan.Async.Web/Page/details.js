// The details of a chip or a core, which are read when somebody asks for them.

const cores = 18;

export class Details {
    #box = document.getElementById('details-box');
    #title = document.getElementById('details-title');
    #text = document.getElementById('details');
    #cores = document.getElementById('cores');
    #asked = 0;
    place = null;

    constructor() {
        for (let core = 0; core < cores; core++) {
            const button = document.createElement('button');
            button.type = 'button';
            button.textContent = core;
            button.title = `Core ${core}: registers and text`;
            button.addEventListener('click', () => this.open(`${this.place.split(',').slice(0, 2).join(',')},${core}`));
            this.#cores.append(button);
        }

        document.getElementById('close').addEventListener('click', () => this.close());
        document.getElementById('again').addEventListener('click', () => this.open(this.place));
    }

    get isOpen() { return this.place !== null; }

    /** Reads a chip, as in 1,2, or a core, as in 1,2,3. */
    async open(place) {
        const number = ++this.#asked;
        const parts = place.split(',');
        if (place !== this.place) this.#show([{ pieces: [{ text: 'Reading ...', style: 'dim' }] }]);
        this.place = place;
        this.#box.hidden = false;
        this.#title.textContent = parts.length === 3 ? `Core ${place}` : `Chip ${place}`;
        [...this.#cores.children].forEach((button, core) => button.setAttribute('aria-pressed', String(parts[2] === String(core))));
        let lines;
        try {
            const answer = await fetch(`details?place=${encodeURIComponent(place)}`);
            lines = answer.ok ? await answer.json() : [{ pieces: [{ text: 'There is no such chip or core.' }] }];
        } catch {
            lines = [{ pieces: [{ text: 'The program does not answer.', style: 'red' }] }];
        }

        if (number === this.#asked) this.#show(lines);
    }

    /** Goes from a core to its chip, and from a chip to nothing. */
    out() {
        const parts = this.place.split(',');
        if (parts.length === 3) this.open(parts.slice(0, 2).join(','));
        else this.close();
    }

    close() {
        this.#asked++;
        this.place = null;
        this.#box.hidden = true;
    }

    #show(lines) {
        this.#text.replaceChildren(...lines.map(line => {
            const row = document.createElement('div');
            for (const piece of line.pieces) {
                const span = document.createElement('span');
                if (piece.style) span.className = piece.style;
                span.textContent = piece.text;
                row.append(span);
            }

            if (!row.firstChild) row.append('\u00a0');
            return row;
        }));
    }
}
