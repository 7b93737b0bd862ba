using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>All connections share the objects that carry transfers. What comes late for one must not reach the next.</summary>
internal sealed class ReusedTransferTests
{
    [Test]
    public void News_of_a_transfer_that_is_over_does_not_end_the_one_that_comes_next_in_its_object()
    {
        var transfer = new EmptyTransfer();
        transfer.Begin();
        var effects = new Effects();
        effects.Stop(transfer, new SpinnakerTimeoutException("The board of the first is silent."));

        // Before anybody sees to it, the first ends otherwise, and its object carries another one.
        transfer.End();
        transfer.Begin();
        (_, int generation, Exception error) = effects.Stopped[0];
        bool isStopped = transfer.TryStop(generation, error);

        Assert.That((isStopped, transfer.IsStopped), Is.EqualTo((false, false)));
        Assert.That(transfer.TryStop(transfer.Generation, error), Is.True, "its own news reaches it");
    }

    private sealed class EmptyTransfer : Transfer
    {
        public void Begin() => Prepare(carrier: null!, default, pieces: 3);

        public void End() => Clear();

        public override Datagram Encode(int piece) => throw new NotSupportedException();

        protected override void TakeIn(int piece, Datagram reply) => throw new NotSupportedException();
    }
}
