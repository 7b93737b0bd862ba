using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>A verb that works on many boards at once, and how to see that it did what it should.</summary>
/// <param name="Signature">The verb and its parameters, as <see cref="SignatureOf"/> writes them.</param>
/// <param name="RunAsync">Runs it on the chips or cores of all boards.</param>
/// <param name="CheckAsync">Asserts that what came of it is right, or that it is done, on some boards.</param>
internal sealed record WholeMachineVerb(
    string Signature,
    Func<VerbMachine, CancellationToken, Task<PartialResult<object?>>> RunAsync,
    Func<VerbMachine, object?, IReadOnlyList<ChipLocation>, Task> CheckAsync)
{
    /// <summary>Makes the machine as the verb needs it, so that what it does can be seen.</summary>
    public Func<VerbMachine, Task> PrepareAsync { get; init; } = static _ => Task.CompletedTask;

    /// <summary>Whether it gives back what it has half done when it is cancelled, which takes some exchanges. The default is that it ends at once.</summary>
    public bool TidiesUp { get; init; }

    /// <summary>How often it may have to find out that a board is silent, since it does several things one after the other. The default is once.</summary>
    public int Turns { get; init; } = 1;

    /// <summary>A verb that returns something; of what fails in part, what came of the rest.</summary>
    public static WholeMachineVerb Reading<T>(
        string signature, Func<VerbMachine, CancellationToken, Task<T>> read, Func<VerbMachine, T, IReadOnlyList<ChipLocation>, Task> check) => new(
            signature,
            async (machine, cancellationToken) =>
            {
                PartialResult<T> result = await PartialResult.FromAsync(read(machine, cancellationToken));
                return new PartialResult<object?>(result.Value, result.Error);
            },
            (machine, result, boards) => check(machine, (T)result!, boards));

    /// <summary>A verb that returns something that can be looked at without asking anybody.</summary>
    public static WholeMachineVerb Reading<T>(
        string signature, Func<VerbMachine, CancellationToken, Task<T>> read, Action<VerbMachine, T, IReadOnlyList<ChipLocation>> check) => Reading<T>(
            signature,
            read,
            (machine, result, boards) =>
            {
                check(machine, result, boards);
                return Task.CompletedTask;
            });

    /// <summary>A verb that returns nothing.</summary>
    public static WholeMachineVerb Doing(
        string signature, Func<VerbMachine, CancellationToken, Task> act, Func<VerbMachine, IReadOnlyList<ChipLocation>, Task> check) => new(
            signature,
            async (machine, cancellationToken) =>
            {
                try
                {
                    await act(machine, cancellationToken);
                    return new PartialResult<object?>(null, Error: null);
                }
                catch (SpinnakerException exception) when (exception is MachineOperationException or CoreStateException)
                {
                    return new PartialResult<object?>(null, exception);
                }
            },
            (machine, _, boards) => check(machine, boards));

    /// <summary>A verb that returns nothing, and whose doing can be looked at without asking anybody.</summary>
    public static WholeMachineVerb Doing(string signature, Func<VerbMachine, CancellationToken, Task> act, Action<VerbMachine, IReadOnlyList<ChipLocation>> check) => Doing(
        signature,
        act,
        (machine, boards) =>
        {
            check(machine, boards);
            return Task.CompletedTask;
        });

    /// <summary>How a verb is named: with its parameters but for progress and token, by which its overloads differ.</summary>
    public static string SignatureOf(System.Reflection.MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(static parameter => parameter.Name).Where(static name => name is not ("progress" or "cancellationToken")))})";

    public override string ToString() => Signature;
}
