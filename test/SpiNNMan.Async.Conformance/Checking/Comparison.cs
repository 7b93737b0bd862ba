namespace SpiNNMan.Async.Conformance.Checking;

/// <summary>Collects the differences between what a vector says and what the library does.</summary>
internal sealed class Comparison
{
    private readonly List<string> _differences = [];

    /// <summary>What differs, or <see langword="null"/>.</summary>
    public string? Result => _differences.Count == 0 ? null : string.Join("; ", _differences);

    public void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            _differences.Add($"{what}: expected {Show(expected)}, got {Show(actual)}");
    }

    public void SameBytes(string what, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (!expected.SequenceEqual(actual))
            _differences.Add($"{what}: expected {Convert.ToHexStringLower(expected)}, got {Convert.ToHexStringLower(actual)}");
    }

    public void Differs(string what) => _differences.Add(what);

    private static string Show<T>(T value) => value?.ToString() ?? "null";
}
