namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>One unit of the line table: a header, and a small program that makes the rows.</summary>
internal sealed class LineProgram
{
    private readonly ReadOnlyMemory<byte> _strings;
    private readonly ReadOnlyMemory<byte> _lineStrings;
    private readonly List<string> _directories = [];
    private readonly List<(string Name, uint Directory)> _files = [];
    private readonly List<LineRow> _rows = [];
    private readonly ushort _version;
    private readonly uint _instructionLength;
    private readonly sbyte _lineBase;
    private readonly byte _lineRange;
    private readonly byte[] _operands;
    private uint _address;
    private uint _file = 1;
    private uint _line = 1;

    private LineProgram(ref DwarfReader unit, ReadOnlyMemory<byte> strings, ReadOnlyMemory<byte> lineStrings)
    {
        _strings = strings;
        _lineStrings = lineStrings;
        _version = unit.Half();
        if (_version is < 2 or > 5) throw new InvalidDataException($"The line table is of version {_version}; 2 to 5 are known here.");
        if (_version == 5) unit.Take(2);
        var header = new DwarfReader(unit.Take(unit.Word()));
        _instructionLength = header.Byte();
        if (_version >= 4) header.Byte();
        header.Byte();
        _lineBase = (sbyte)header.Byte();
        _lineRange = header.Byte();
        if (_lineRange == 0) throw new InvalidDataException("The line table has a range of 0 lines.");
        _operands = new byte[Math.Max((byte)1, header.Byte())];
        for (int opcode = 1; opcode < _operands.Length; opcode++) _operands[opcode] = header.Byte();
        if (_version == 5) ReadEntries(ref header);
        else ReadOldEntries(ref header);
    }

    /// <summary>Runs the program of a unit.</summary>
    /// <param name="unit">The unit, without its length.</param>
    /// <param name="strings">The section of texts.</param>
    /// <param name="lineStrings">The section of texts of line tables.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="InvalidDataException">The unit is damaged, or of a kind that is not known.</exception>
    public static List<LineRow> Run(ReadOnlySpan<byte> unit, ReadOnlyMemory<byte> strings, ReadOnlyMemory<byte> lineStrings)
    {
        var reader = new DwarfReader(unit);
        var program = new LineProgram(ref reader, strings, lineStrings);
        while (!reader.IsAtEnd) program.Step(ref reader);
        return program._rows;
    }

    private static string Join(string directory, string name) => name.StartsWith('/') || directory.Length == 0 ? name : $"{directory}/{name}";

    private void ReadOldEntries(ref DwarfReader header)
    {
        _directories.Add("");
        while (header.Text() is { Length: > 0 } directory) _directories.Add(directory);
        _files.Add(("", 0));
        while (header.Text() is { Length: > 0 } name)
        {
            _files.Add((name, header.Unsigned()));
            header.Unsigned();
            header.Unsigned();
        }
    }

    private void ReadEntries(ref DwarfReader header)
    {
        foreach ((string name, _) in ReadTable(ref header)) _directories.Add(Join(_directories.FirstOrDefault(""), name));
        _files.AddRange(ReadTable(ref header));
    }

    private List<(string Name, uint Directory)> ReadTable(ref DwarfReader header)
    {
        var formats = new (uint Content, uint Form)[header.Byte()];
        for (int index = 0; index < formats.Length; index++) formats[index] = (header.Unsigned(), header.Unsigned());
        uint count = header.Unsigned();
        if (count > header.Left) throw new InvalidDataException("The line table tells of more entries than it has room for.");
        List<(string, uint)> entries = [];
        for (uint entry = 0; entry < count; entry++)
        {
            string name = "";
            uint directory = 0;
            foreach ((uint content, uint form) in formats)
            {
                (string text, uint number) = ReadForm(ref header, form);
                if (content == 1) name = text;
                else if (content == 2) directory = number;
            }

            entries.Add((name, directory));
        }

        return entries;
    }

    private (string Text, uint Number) ReadForm(ref DwarfReader header, uint form)
    {
        switch (form)
        {
            case 0x08: return (header.Text(), 0);
            case 0x1f: return (TextAt(_lineStrings.Span, header.Word()), 0);
            case 0x0e: return (TextAt(_strings.Span, header.Word()), 0);
            case 0x0f: return ("", header.Unsigned());
            case 0x0b: return ("", header.Byte());
            case 0x05: return ("", header.Half());
            case 0x06: return ("", header.Word());
            case 0x07:
                header.Take(8);
                return ("", 0);
            case 0x1e:
                header.Take(16);
                return ("", 0);
            case 0x09:
                header.Take(header.Unsigned());
                return ("", 0);
            default: throw new InvalidDataException($"The line table has values in form {form:x}, which is not known here.");
        }
    }

    private static string TextAt(ReadOnlySpan<byte> section, uint offset)
    {
        if (offset >= section.Length) throw new InvalidDataException("The line table names a text that is not there.");
        return new DwarfReader(section[(int)offset..]).Text();
    }

    private void Step(ref DwarfReader reader)
    {
        byte opcode = reader.Byte();
        if (opcode >= _operands.Length)
        {
            int special = opcode - _operands.Length;
            _address += (uint)(special / _lineRange) * _instructionLength;
            _line += (uint)(_lineBase + (special % _lineRange));
            AddRow(isEnd: false);
            return;
        }

        switch (opcode)
        {
            case 0: Extended(ref reader); break;
            case 1: AddRow(isEnd: false); break;
            case 2: _address += reader.Unsigned() * _instructionLength; break;
            case 3: _line += (uint)reader.Signed(); break;
            case 4: _file = reader.Unsigned(); break;
            case 8: _address += (uint)((255 - _operands.Length) / _lineRange) * _instructionLength; break;
            case 9: _address += reader.Half(); break;
            default:
                for (int operand = 0; operand < _operands[opcode]; operand++) reader.Unsigned();
                break;
        }
    }

    private void Extended(ref DwarfReader reader)
    {
        uint length = reader.Unsigned();
        if (length == 0) return;
        var operation = new DwarfReader(reader.Take(length));
        switch (operation.Byte())
        {
            case 1:
                AddRow(isEnd: true);
                _address = 0;
                _file = _line = 1;
                break;
            case 2:
                _address = operation.Word();
                break;
        }
    }

    private void AddRow(bool isEnd)
    {
        string file = "";
        if (_file < _files.Count)
        {
            (string name, uint directory) = _files[(int)_file];
            file = Join(directory < _directories.Count ? _directories[(int)directory] : "", name);
        }

        _rows.Add(new LineRow(_address, new SourceLine(file, _line), isEnd));
    }
}
