using System.Globalization;

namespace SpiNNMan.Async.Spalloc.Services;

/// <summary>Versions of services as they are met: "5.0.0", "1!6.0.1", "6.0.1.dev3+local".</summary>
/// <remarks>Protocol: spalloc.md, "Versions".</remarks>
internal static class ServiceVersion
{
    public static readonly Version Oldest = new(0, 1, 0);

    /// <summary>The first that is not known.</summary>
    public static readonly Version TooNew = new(7, 0, 0);

    /// <summary>Takes the numbers at the start, after an epoch if there is one; what follows is left alone.</summary>
    public static bool TryParse(string? text, out Version version)
    {
        version = new Version(0, 0, 0);
        if (text is null)
            return false;

        ReadOnlySpan<char> rest = text.AsSpan(text.IndexOf('!', StringComparison.Ordinal) + 1).Trim();
        Span<int> numbers = stackalloc int[3];
        numbers.Clear();
        int found = 0;
        while (found < numbers.Length)
        {
            int length = rest.IndexOfAnyExceptInRange('0', '9');
            ReadOnlySpan<char> digits = length < 0 ? rest : rest[..length];
            if (digits.IsEmpty || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[found]))
                break;

            found++;
            rest = rest[digits.Length..];
            if (rest.IsEmpty || rest[0] != '.')
                break;

            rest = rest[1..];
        }

        version = new Version(numbers[0], numbers[1], numbers[2]);
        return found > 0;
    }

    public static bool IsKnown(Version version) => version >= Oldest && version < TooNew;
}
