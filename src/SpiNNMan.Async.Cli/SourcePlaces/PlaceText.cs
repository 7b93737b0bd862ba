using System.Globalization;
using System.Text;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.SourcePlaces;

/// <summary>Shows where cores are in their program.</summary>
internal static class PlaceText
{
    /// <summary>The places of some cores, as lines for people.</summary>
    public static string Of(IEnumerable<CorePlaces> cores)
    {
        var text = new StringBuilder();
        foreach (CorePlaces core in cores)
        {
            text.Append(CultureInfo.InvariantCulture, $"{core.Core} in its program:\n");
            foreach (CodePlaceResult place in core.Places)
            {
                string line = place.Line is { } known ? $" ({known})" : "";
                string maybe = place.Place is "stack" ? ", probably a caller" : "";
                text.Append(CultureInfo.InvariantCulture, $"    {place.Place,-5} 0x{place.Address:x8} {place.Function ?? "in no function that is known"}{line}{maybe}\n");
            }

            if (core.StackProblem is { } problem)
                text.Append(CultureInfo.InvariantCulture, $"    The stack is not shown. {problem}\n");
        }

        return PrintableText.OfLines(text.ToString());
    }

    /// <summary>Adds the places to the failures of cores.</summary>
    public static IReadOnlyList<RunResult.Failure> AddTo(IReadOnlyList<RunResult.Failure> failures, IReadOnlyList<CorePlaces> places) =>
    [
        .. failures.Select(failure => places.FirstOrDefault(core => core.Core == new CoreLocation((byte)failure.X, (byte)failure.Y, (byte)failure.Core)) is { } found
            ? failure with { Places = found.Places, StackProblem = found.StackProblem }
            : failure),
    ];
}
