using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Tests.Campaign;

internal sealed class LedgerTests
{
    private const string Allocation = "000087ff00ff0000ffff1c000100001e00006c13000000000000";
    private const string WithTag = "000087ff00ff0000ffff1c000100001e04006c13000007000000";
    private const string Read = "000087ff00ff0000ffff020001000000006204000000000000000000";
    private const string Busy = "000007ffff00ffff00008d000100";
    private const string Done = "000007ffff00ffff000080000100";

    private readonly List<Finding> _findings = [];

    [TestCase(Allocation, 1)]
    [TestCase(WithTag, 0)]
    [TestCase(Read, 0)]
    public void Only_what_must_not_be_repeated_is_a_finding_when_it_is(string request, int findings)
    {
        Ledger ledger = MakeLedger();
        ledger.OnSent(1, Bytes(request));
        ledger.OnSent(1, Bytes(request));

        Assert.That(_findings, Has.Count.EqualTo(findings));
    }

    [Test]
    public void What_was_refused_may_be_sent_once_more_but_not_twice()
    {
        Ledger ledger = MakeLedger();
        ledger.OnSent(1, Bytes(Allocation));
        ledger.OnHeard(1, Bytes(Busy));
        ledger.OnSent(1, Bytes(Allocation));
        Assert.That(_findings, Is.Empty);

        ledger.OnSent(1, Bytes(Allocation));
        Assert.That(_findings.Single().Where, Does.EndWith("after a refusal"));
    }

    [Test]
    public void The_board_having_done_it_is_no_reason_to_send_it_again()
    {
        Ledger ledger = MakeLedger();
        ledger.OnSent(1, Bytes(Allocation));
        ledger.OnAnswered(1, Bytes(Done));
        ledger.OnHeard(1, Bytes(Done));
        ledger.OnSent(1, Bytes(Allocation));

        Assert.That(_findings.Single().Text, Does.Contain("carried out 1 times"));
    }

    [Test]
    public void Connections_have_numbers_of_their_own()
    {
        Ledger ledger = MakeLedger();
        ledger.OnSent(1, Bytes(Allocation));
        ledger.OnSent(2, Bytes(Allocation));

        Assert.That(_findings, Is.Empty);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    private Ledger MakeLedger()
    {
        _findings.Clear();
        return new Ledger(_findings.Add);
    }
}
