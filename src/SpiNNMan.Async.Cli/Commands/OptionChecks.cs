using System.CommandLine;
using System.Globalization;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary>Ranges of options.</summary>
internal static class OptionChecks
{
    /// <summary>Makes a value outside of a range wrong usage.</summary>
    /// <typeparam name="T">A number, or one that may be missing.</typeparam>
    /// <param name="option">The option.</param>
    /// <param name="least">The least value.</param>
    /// <param name="greatest">The greatest value.</param>
    public static void RequireWithin<T>(this Option<T> option, double least, double greatest) => option.Validators.Add(result =>
    {
        object? value;
        try
        {
            value = result.GetValueOrDefault<T>();
        }
        catch (InvalidOperationException)
        {
            // It is no number at all, which is reported already.
            return;
        }

        if (value is IConvertible number && number.ToDouble(CultureInfo.InvariantCulture) is var given && !(given >= least && given <= greatest))
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be {least} to {greatest}."));
    });
}
