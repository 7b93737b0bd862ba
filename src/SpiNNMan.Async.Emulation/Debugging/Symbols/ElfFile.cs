using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>A program as the linker wrote it: a 32-bit ARM ELF file, as far as its symbols and lines are concerned.</summary>
internal sealed class ElfFile
{
    private const int HeaderLength = 52;
    private const int SectionLength = 40;
    private const int SymbolLength = 16;
    private const uint NoBits = 8;
    private const uint SymbolTable = 2;
    private const uint Compressed = 1 << 11;
    private const int MostUncompressed = 256 << 20;

    private readonly byte[] _bytes;
    private readonly List<Section> _sections = [];

    private ElfFile(byte[] bytes) => _bytes = bytes;

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <returns>The file.</returns>
    /// <exception cref="InvalidDataException">It is no such file; the message says what is wrong.</exception>
    public static ElfFile Read(byte[] bytes)
    {
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt32BigEndian(bytes) != 0x7f454c46) throw new InvalidDataException("This is no ELF file: it does not begin as one.");
        if (bytes[4] != 1 || bytes[5] != 1 || BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(18)) != 40)
            throw new InvalidDataException("This ELF file is for another processor: programs of SpiNNaker are for 32-bit ARM, little-endian.");
        var file = new ElfFile(bytes);
        file.ReadSections();
        return file;
    }

    /// <summary>The content of a section; empty if there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">The section is damaged.</exception>
    public ReadOnlyMemory<byte> Find(string name)
    {
        Section? section = _sections.Find(candidate => string.Equals(candidate.Name, name, StringComparison.Ordinal));
        return section is null ? default : Content(section);
    }

    /// <summary>The functions.</summary>
    /// <exception cref="InvalidDataException">The table of symbols is damaged.</exception>
    public FunctionTable ReadFunctions()
    {
        List<Function> functions = [];
        foreach (Section section in _sections)
        {
            if (section.Type != SymbolTable || section.Link >= _sections.Count) continue;
            ReadOnlySpan<byte> symbols = Content(section).Span;
            ReadOnlySpan<byte> names = Content(_sections[(int)section.Link]).Span;
            for (; symbols.Length >= SymbolLength; symbols = symbols[SymbolLength..])
            {
                if (TryReadFunction(symbols, names) is { } function) functions.Add(function);
            }
        }

        return new FunctionTable(functions);
    }

    /// <summary>The code, with the addresses where it runs.</summary>
    /// <exception cref="InvalidDataException">A section is damaged.</exception>
    public ProgramCode ReadCode() => new([.. _sections.Where(static section => section.IsCode && section.Type != NoBits).Select(section => (section.Address, Content(section)))]);

    private static string ReadName(ReadOnlySpan<byte> names, uint at)
    {
        if (at >= names.Length) return "";
        ReadOnlySpan<byte> rest = names[(int)at..];
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private Function? TryReadFunction(ReadOnlySpan<byte> symbol, ReadOnlySpan<byte> names)
    {
        int type = symbol[12] & 15;
        ushort section = BinaryPrimitives.ReadUInt16LittleEndian(symbol[14..]);
        bool isCode = section < _sections.Count && _sections[section].IsCode;
        if (type != 2 && !(type == 0 && isCode)) return null;
        string name = ReadName(names, BinaryPrimitives.ReadUInt32LittleEndian(symbol));

        // Marks between ARM, Thumb and data.
        if (name.Length == 0 || name[0] == '$') return null;
        return new Function(name, BinaryPrimitives.ReadUInt32LittleEndian(symbol[4..]) & ~1u, BinaryPrimitives.ReadUInt32LittleEndian(symbol[8..]), type == 2);
    }

    private void ReadSections()
    {
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(32));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(48));
        int names = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(50));
        if (count == 0) return;
        if (start > _bytes.Length || (_bytes.Length - start) / SectionLength < count || names >= count)
            throw new InvalidDataException($"The ELF file is cut short: its {count} sections are told at {start}, and it has {_bytes.Length} bytes.");
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> header = _bytes.AsSpan((int)start + (index * SectionLength), SectionLength);
            _sections.Add(new Section(
                BinaryPrimitives.ReadUInt32LittleEndian(header),
                BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[12..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[24..])));
        }

        ReadOnlySpan<byte> text = Content(_sections[names]).Span;
        foreach (Section section in _sections) section.Name = ReadName(text, section.NameOffset);
    }

    private ReadOnlyMemory<byte> Content(Section section)
    {
        if (section.Type == NoBits) return default;
        if (section.Offset > _bytes.Length || _bytes.Length - section.Offset < section.Size)
            throw new InvalidDataException($"The ELF file is cut short: its section '{section.Name}' has {section.Size} bytes at {section.Offset}, and the file has {_bytes.Length}.");
        ReadOnlyMemory<byte> content = _bytes.AsMemory((int)section.Offset, (int)section.Size);
        return (section.Flags & Compressed) == 0 ? content : Expand(section, content);
    }

    private static byte[] Expand(Section section, ReadOnlyMemory<byte> content)
    {
        if (content.Length < 12 || BinaryPrimitives.ReadUInt32LittleEndian(content.Span) != 1 || BinaryPrimitives.ReadUInt32LittleEndian(content.Span[4..]) > MostUncompressed)
            throw new InvalidDataException($"The section '{section.Name}' is compressed in a way that is not known here: link with --compress-debug-sections=none or =zlib.");
        byte[] expanded = new byte[BinaryPrimitives.ReadUInt32LittleEndian(content.Span[4..])];
        using var stream = new ZLibStream(new MemoryStream(content[12..].ToArray()), CompressionMode.Decompress);
        try
        {
            stream.ReadExactly(expanded);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"The compressed section '{section.Name}' is cut short.", error);
        }

        return expanded;
    }

    private sealed class Section(uint nameOffset, uint type, uint flags, uint address, uint offset, uint size, uint link)
    {
        public uint NameOffset => nameOffset;

        public uint Type => type;

        public uint Flags => flags;

        public uint Address => address;

        public uint Offset => offset;

        public uint Size => size;

        public uint Link => link;

        public bool IsCode => (flags & 4) != 0;

        public string Name { get; set; } = "";
    }
}
