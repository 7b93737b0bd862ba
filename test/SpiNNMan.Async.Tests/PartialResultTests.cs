using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests;

/// <summary>Taking what there is of an operation that failed in part.</summary>
internal sealed class PartialResultTests
{
    private static readonly MachineFailure s_failure = new(new ChipLocation(1, 1), new SpinnakerTimeoutException("No reply."));

    [Test]
    public async Task What_is_whole_has_no_error()
    {
        PartialResult<int> result = await PartialResult.FromAsync(Task.FromResult(7));

        Assert.That((result.Value, result.IsComplete, result.Error), Is.EqualTo((7, true, (SpinnakerException?)null)));
        Assert.That(result.ThrowIfIncomplete, Throws.Nothing);
    }

    [Test]
    public async Task What_failed_in_part_has_the_rest_and_the_error()
    {
        var error = new MachineOperationException<string>("reading", [s_failure], 3, "the rest");

        PartialResult<string> result = await PartialResult.FromAsync(Task.FromException<string>(error));

        Assert.That((result.Value, result.IsComplete, result.Error), Is.EqualTo(("the rest", false, (SpinnakerException)error)));
        Assert.That(result.ThrowIfIncomplete, Throws.Exception.SameAs(error));
    }

    [Test]
    public void Other_errors_are_thrown_as_ever()
    {
        Assert.That(() => PartialResult.FromAsync(Task.FromException<int>(s_failure.Error)), Throws.Exception.SameAs(s_failure.Error));
        Assert.That(() => PartialResult.FromAsync(Task.FromException<int>(new MachineOperationException("writing", [s_failure], 3))), Throws.TypeOf<MachineOperationException>());
        Assert.That(() => PartialResult.FromAsync(Task.FromCanceled<int>(new CancellationToken(canceled: true))), Throws.InstanceOf<OperationCanceledException>());
    }
}
