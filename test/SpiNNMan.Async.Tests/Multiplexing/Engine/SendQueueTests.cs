using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Multiplexing.Engine;

/// <summary>Whose turn it is.</summary>
internal sealed class SendQueueTests
{
    private readonly SendQueue _queue = new();
    private readonly EngineSettings _settings = new EngineBench().Settings;
    private readonly Dictionary<char, Destination> _chips = [];

    /// <summary>Letters are requests, by the chip they go to, of which a limited one takes one at a time: in which order they go, with those answered that are in brackets.</summary>
    [TestCase("abc", "", "abc")]
    [TestCase("", "", "")]
    [TestCase("aab", "", "aab")]
    [TestCase("xab", "", "xab")]
    [TestCase("xxab", "", "xab", Description = "the second waits, and holds up nobody")]
    [TestCase("xxab", "x", "xabx", Description = "and goes when the first is answered")]
    [TestCase("xxxyyab", "", "xyab")]
    [TestCase("xxxyyab", "xy", "xyabxy")]
    [TestCase("xxxyyab", "xyx", "xyabxyx")]
    [TestCase("yxxay", "yx", "yxayx")]
    public void Requests_go_in_their_order_and_pass_those_whose_chip_is_full(string submitted, string answered, string expected)
    {
        foreach (char chip in submitted)
            _queue.Add(Request(chip));

        string went = TakeAll();
        foreach (char chip in answered)
        {
            Destination destination = _chips[chip];
            RequestEntry oldest = destination.Oldest ?? throw new InvalidOperationException("It is not in flight.");
            destination.Release(oldest);
            destination.Remove(oldest);
            _queue.NoteRoom(destination);
            went += TakeAll();
        }

        Assert.That(went, Is.EqualTo(expected));
        Assert.That(_queue.Count, Is.EqualTo(submitted.Length - expected.Length));
    }

    [TestCase("abc", 1, "ac")]
    [TestCase("a", 0, "")]
    [TestCase("xxa", 1, "xa")]
    public void Any_of_those_who_wait_can_be_taken_out(string submitted, int index, string expected)
    {
        Letter[] letters = [.. submitted.Select(Request)];
        foreach (Letter letter in letters)
            _queue.Add(letter);

        _queue.Remove(letters[index]);
        _queue.Remove(letters[index]);

        Assert.That(TakeAll(), Is.EqualTo(expected));
        Assert.That(_queue.Any(_chips.Values), Is.Null);
    }

    [Test]
    public void While_the_board_is_probed_one_request_for_each_monitor_goes_and_others_for_application_cores()
    {
        _queue.IsProbing = true;
        foreach (char chip in "aab")
            _queue.Add(Request(chip));
        _queue.Add(Request('a', core: 5));

        Assert.That(TakeAll(), Is.EqualTo("aba"), "the second for the monitor waits; the last is for an application core");
        _queue.IsProbing = false;
        foreach (Destination destination in _chips.Values)
            _queue.NoteRoom(destination);
        Assert.That(TakeAll(), Is.EqualTo("a"));
    }

    [TestCase(0, 0, long.MaxValue)]
    [TestCase(1, 5, 20)]
    [TestCase(3, 25, 30)]
    [TestCase(3, 100, long.MaxValue)]
    public void Those_whose_time_is_up_are_listed_wherever_they_wait(int count, long now, long expectedNext)
    {
        for (int index = 0; index < count; index++)
        {
            Letter letter = Request('x');
            letter.Called = 10 * (index + 1);
            _queue.Add(letter);
        }

        // The first goes, the second is set aside.
        if (count > 1)
            TakeAll();

        List<QueueEntry> expired = [];
        long next = _queue.ListExpired(_chips.Values, static entry => entry.Called + 10, now, expired);

        Assert.That(next, Is.EqualTo(expectedNext));
        Assert.That(expired.TrueForAll(entry => entry.Called + 10 <= now), Is.True);
    }

    private string TakeAll()
    {
        string went = "";
        while (_queue.TryTake() is Letter next)
        {
            went += next.Name;
            next.Destination.Add(next);
        }

        return went;
    }

    private Letter Request(char chip) => Request(chip, core: 0);

    private Letter Request(char chip, byte core)
    {
        if (!_chips.TryGetValue(chip, out Destination? destination))
            _chips.Add(chip, destination = new Destination(_settings) { Limit = chip >= 'x' ? 1 : int.MaxValue });

        return new Letter(chip, core) { Destination = destination };
    }

    private sealed class Letter : RequestEntry
    {
        public Letter(char name, byte core)
        {
            Name = name;
            Traits = new RequestTraits(ScpCommand.Read, new SdpEndpoint(new CoreLocation(new ChipLocation(0, 0), core), 0), Repeatability.Repeatable, TimeoutClass.Prompt, AcceptsNoReply: false);
        }

        public char Name { get; }
    }
}
