using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Transport;

/// <summary>A pump that is lent comes back: at once if its borrower returns it, and by itself if its borrower is stuck.</summary>
[CancelAfter(60_000)]
internal sealed class PumpLoanTests
{
    [Test]
    public void Its_borrower_receives_until_it_returns_it()
    {
        int received = 0;
        var loan = new PumpLoan(() => ++received < 3);
        loan.Lend();

        bool[] more = [loan.TryReceive(), loan.TryReceive(), loan.TryReceive()];
        loan.Return();

        Assert.That(more, Is.EqualTo(new[] { true, true, false }));
        Assert.That((loan.IsOut, loan.WaitForReturn()), Is.EqualTo((false, true)));
        Assert.That((loan.TryReceive(), received), Is.EqualTo((false, 3)));
    }

    [Test]
    public void It_is_taken_back_from_a_borrower_that_is_stuck()
    {
        int received = 0;
        var loan = new PumpLoan(() => ++received > 0);
        loan.Lend();

        Assert.That(loan.WaitForReturn(), Is.False);
        Assert.That((loan.IsOut, loan.TryReceive(), received), Is.EqualTo((false, false, 0)));
        Assert.DoesNotThrow(loan.Return, "the borrower does not know yet");
    }

    [Test]
    public void It_can_be_lent_again()
    {
        var loan = new PumpLoan(static () => true);
        for (int time = 0; time < 3; time++)
        {
            loan.Lend();
            Assert.That((loan.IsOut, loan.TryReceive()), Is.EqualTo((true, true)));
            loan.Return();
            Assert.That(loan.WaitForReturn(), Is.True);
        }
    }
}
