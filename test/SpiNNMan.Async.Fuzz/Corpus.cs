using System.Security.Cryptography;

namespace SpiNNMan.Async.Fuzz;

/// <summary>The inputs of one target that are kept from one run to the next, a file each.</summary>
internal sealed class Corpus
{
    private readonly string? _folder;

    public Corpus(string? root, string target) => _folder = root is null ? null : Path.Combine(root, target);

    /// <summary>What earlier runs have kept, in an order that does not depend on the file system.</summary>
    public IReadOnlyList<byte[]> Load() => _folder is null || !Directory.Exists(_folder)
        ? []
        : [.. Directory.EnumerateFiles(_folder, "*.bin").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(input => input.Length <= Mutator.MaxLength)];

    /// <summary>Keeps an input.</summary>
    public void Add(ReadOnlySpan<byte> input, string prefix = "")
    {
        if (_folder is null)
            return;

        Directory.CreateDirectory(_folder);
        string name = Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 10));
        File.WriteAllBytes(Path.Combine(_folder, $"{prefix}{name}.bin"), input);
    }
}
