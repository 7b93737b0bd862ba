namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>Memory in which only written pages exist. The rest reads as the shared image, or as zero.</summary>
internal sealed class SparseMemory(uint size, SparseMemory? image = null, PageAccount? account = null)
{
    private const int PageBits = 12;
    private const int PageSize = 1 << PageBits;
    private const int DirectoryBits = 20;
    private const int PagesPerDirectory = 1 << (DirectoryBits - PageBits);

    private const uint LargestErased = 8 << 20;

    private static readonly SparseMemory s_erased = MakeErased();

    private readonly byte[]?[]?[] _directories = new byte[]?[]?[(size + (1u << DirectoryBits) - 1) >> DirectoryBits];

    public uint Size { get; } = size;

    private IMemoryBlock? _block;

    /// <summary>Moves all contents to memory that programs reach without the model. They stay there.</summary>
    public void MoveTo(IMemoryBlock block)
    {
        for (uint offset = 0; offset < Size; offset += PageSize)
        {
            if ((Find(offset) ?? image?.Find(offset)) is { } page)
                block.Write(offset, page.AsSpan(0, (int)Math.Min(PageSize, Size - offset)));
        }

        Array.Clear(_directories);
        _block = block;
    }

    /// <summary>Forgets all contents, because the memory that they were moved to is gone.</summary>
    public void Leave() => _block = null;

    /// <summary>A memory in which every bit is set until it is written to, as in flash.</summary>
    public static SparseMemory Erased(uint size) => new(size, s_erased);

    /// <summary>Copies bytes out. Offsets wrap at the end of the memory.</summary>
    public void Read(uint offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            offset %= Size;
            int within = (int)(offset & (PageSize - 1));
            int count = Math.Min(destination.Length, PageSize - within);
            byte[]? page = _block is null ? Find(offset) ?? image?.Find(offset) : null;
            if (_block is { } block)
                block.Read(offset, destination[..count]);
            else if (page is null)
                destination[..count].Clear();
            else
                page.AsSpan(within, count).CopyTo(destination);

            destination = destination[count..];
            offset += (uint)count;
        }
    }

    /// <summary>Copies bytes in. Offsets wrap at the end of the memory.</summary>
    public void Write(uint offset, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            offset %= Size;
            int within = (int)(offset & (PageSize - 1));
            int count = Math.Min(source.Length, PageSize - within);
            if (_block is { } block)
                block.Write(offset, source[..count]);
            else
                source[..count].CopyTo(PageAt(offset).AsSpan(within, count));
            source = source[count..];
            offset += (uint)count;
        }
    }

    private byte[]? Find(uint offset) => _directories[offset >> DirectoryBits]?[(offset >> PageBits) & (PagesPerDirectory - 1)];

    private byte[] PageAt(uint offset)
    {
        byte[]?[] directory = _directories[offset >> DirectoryBits] ??= new byte[]?[PagesPerDirectory];
        return directory[(offset >> PageBits) & (PagesPerDirectory - 1)] ??= MakePage(offset);
    }

    private byte[] MakePage(uint offset)
    {
        account?.Take(PageSize);
        return (byte[]?)image?.Find(offset)?.Clone() ?? new byte[PageSize];
    }

    /// <summary>All erased memories share one page.</summary>
    private static SparseMemory MakeErased()
    {
        var page = new byte[PageSize];
        Array.Fill(page, byte.MaxValue);
        var directory = new byte[]?[PagesPerDirectory];
        Array.Fill(directory, page);
        var memory = new SparseMemory(LargestErased);
        Array.Fill(memory._directories, directory);
        return memory;
    }
}
