using SpiNNMan.Async.Conformance.Exchanges;

namespace SpiNNMan.Async.Conformance.Steps;

/// <summary>Does one call of a record, and gives its result; none if the call has none.</summary>
internal delegate Task<TranscriptResult> Step(TranscriptCase transcript, StepArguments arguments);

/// <summary>The calls that records are made of, in any number and order.</summary>
internal static class StepTable
{
    private static readonly Dictionary<string, Step> s_steps = new[]
    {
        PowerSteps.All, ChipSteps.All, ResourceSteps.All, ApplicationSteps.All,
    }.SelectMany(static table => table).ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether every call of an operation is known.</summary>
    public static bool Knows(string operation) => OperationText.ParseAll(operation).All(call => Find(call.Name) is not null);

    /// <summary>Does all calls of an operation, one after the other.</summary>
    public static async Task<TranscriptResult> RunAsync(TranscriptCase transcript, string operation)
    {
        var results = new List<TranscriptResult>();
        foreach (OperationText call in OperationText.ParseAll(operation))
        {
            transcript.MachineSize = call.Machine ?? transcript.MachineSize;
            Step step = Find(call.Name) ?? throw new UnknownRecordException($"operation {call.Name}");
            results.Add(await step(transcript, new StepArguments(call, transcript.Arguments)));
        }

        return results is [var only] ? only : TranscriptResult.OfAll(results);
    }

    // Operations on memory and tags are known by themselves, too.
    private static Step? Find(string name) => s_steps.TryGetValue(name, out Step? step)
        ? step
        : TranscriptOperations.All.TryGetValue(name, out TranscriptOperation? whole) && whole is not null ? (transcript, _) => whole.Run(transcript) : null;
}
