using CsCheck;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Live.Tests.Sending;

/// <summary>What is sent to injectors is what real ones were recorded to take.</summary>
internal sealed class EventMessageTests
{
    private static readonly CoreLocation s_core = new(1, 1, 1);

    [Test]
    public void Keys_with_a_common_upper_half_are_sent_as_16_bits()
    {
        var message = new EventMessage(s_core);
        Assert.That(message.TryAdd(0x10003, payload: null), Is.True);

        Assert.That(Convert.ToHexStringLower(message.Finish().Span), Is.EqualTo("0000" + "07ff210001010000" + "01c001000300"));
    }

    [Test]
    public void A_timed_message_is_as_it_was_recorded()
    {
        var message = new EventMessage(s_core);
        message.AddWide(0x20003);

        Assert.That(Convert.ToHexStringLower(message.FinishFor(0x2DF, sequence: 0).Span), Is.EqualTo("0000" + "07ff210001010000" + "07400300" + "0138df02000003000200"));
    }

    [Test]
    public void Payloads_are_sent_with_keys_of_32_bits()
    {
        var message = new EventMessage(s_core);
        Assert.That(message.TryAdd(0x10002, 0xDEADBEEF), Is.True);
        Assert.That(message.TryAdd(0x10002, payload: null), Is.False, "it is another kind of message");

        Assert.That(Convert.ToHexStringLower(message.Finish().Span), Does.EndWith("010c02000100efbeadde"));
    }

    [Test]
    public void Whatever_is_added_comes_out_and_fits() =>
        Gen.Select(Gen.UInt[0, 0x2FFFF], Gen.UInt.Nullable()).List[0, 400].Sample(static events =>
        {
            var message = new EventMessage(s_core);
            var read = new List<(uint Key, uint? Payload)>();
            foreach ((uint key, uint? payload) in events)
            {
                if (message.TryAdd(key, payload))
                    continue;

                read.AddRange(Read(message.Finish()));
                if (!message.TryAdd(key, payload))
                    return false;
            }

            if (message.Count > 0)
                read.AddRange(Read(message.Finish()));

            return read.SequenceEqual(events);
        });

    [Test]
    public void Keys_that_are_added_together_come_out_as_if_one_by_one() =>
        Gen.Select(Gen.UInt[0, 0x1FFFF].List[0, 400], Gen.UInt.Nullable()).Sample(static (keys, payload) =>
        {
            var together = new EventMessage(s_core);
            var single = new EventMessage(s_core);
            if (keys.Count > 0)
            {
                together.TryAdd(keys[0], payload);
                single.TryAdd(keys[0], payload);
            }

            Span<uint> room = together.Room;
            int written = Math.Min(room.Length, Math.Max(0, keys.Count - 1));
            for (int index = 0; index < written; index++)
                room[index] = keys[index + 1];

            int added = together.TakeFromRoom(written);
            for (int index = 0; index < added; index++)
                Assert.That(single.TryAdd(keys[index + 1], payload: null), Is.True);

            bool endsForAReason = added == written || keys[added + 1] >> 16 != keys[0] >> 16;
            return endsForAReason && together.Count == single.Count && (together.Count == 0 || together.Finish().Span.SequenceEqual(single.Finish().Span));
        });

    [Test]
    public void Timed_messages_are_numbered_and_repeated()
    {
        var messages = new TimedMessages(s_core, copies: 3);
        List<ReadOnlyMemory<byte>> sent = [];
        for (uint tick = 0; tick < 3; tick++)
            sent.AddRange(messages.Add([5], tick));

        sent.AddRange(messages.Repeat());

        Assert.That(string.Concat(sent.Select(static datagram => $"{datagram.Span[13]}")), Is.EqualTo("0" + "01" + "012" + "12" + "2"), "each three times, and in order at the first time");
    }

    private static IEnumerable<(uint Key, uint? Payload)> Read(ReadOnlyMemory<byte> datagram)
    {
        Assert.That(SdpMessage.TryParseDatagram(datagram.ToArray(), out SdpMessage message, out _), Is.True);
        Assert.That(message.Header.Destination, Is.EqualTo(new SdpEndpoint(s_core, 1)));
        Assert.That(message.Data.Length, Is.LessThanOrEqualTo(EieioDataMessage.PreferredMaxSize));
        Assert.That(EieioElements.TryParse(message.Data, out EieioElements elements, out _), Is.True);
        return [.. elements.Select(static element => (element.Key, element.Payload))];
    }
}
