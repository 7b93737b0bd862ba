using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace SpiNNMan.Async.Cli.Arguments;

/// <summary>Checks the values of options and arguments.</summary>
internal static class OptionChecks
{
    /// <summary>Accepts only numbers within a range. Any other value is wrong usage.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    /// <param name="option">The option.</param>
    /// <param name="least">The least value.</param>
    /// <param name="greatest">The greatest value.</param>
    public static void RequireWithin<T>(this Option<T> option, T least, T greatest)
        where T : struct, INumber<T> => option.CustomParser = result => Parse(result, option, least, greatest) ?? least;

    /// <inheritdoc cref="RequireWithin{T}(Option{T}, T, T)"/>
    public static void RequireWithin<T>(this Option<T?> option, T least, T greatest)
        where T : struct, INumber<T> => option.CustomParser = result => Parse(result, option, least, greatest);

    /// <summary>Makes empty text wrong usage. A script passes empty text if one of its variables is not set.</summary>
    /// <param name="argument">The argument. If it takes several words, only the first is checked.</param>
    public static void RequireText(this Argument argument) => argument.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value.Length: 0 }, ..])
            result.AddError($"{argument.Name} must not be empty.");
    });

    /// <summary>Makes empty text wrong usage. A script passes empty text if one of its variables is not set.</summary>
    /// <param name="option">The option.</param>
    public static void RequireText(this Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value.Length: 0 }, ..])
            result.AddError($"{option.Name} must not be empty.");
    });

    /// <summary>Reads the name of a file.</summary>
    public static FileInfo? ParseFile(ArgumentResult result)
    {
        try
        {
            return new FileInfo(result.Tokens[0].Value);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or NotSupportedException)
        {
            result.AddError($"'{result.Tokens[0].Value}' is no name of a file.");
            return null;
        }
    }

    private static T? Parse<T>(ArgumentResult result, Option option, T least, T greatest)
        where T : struct, INumber<T>
    {
        string text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T number) && number >= least && number <= greatest)
            return number;

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be a number from {least} to {greatest}, and not '{text}'."));
        return null;
    }
}
