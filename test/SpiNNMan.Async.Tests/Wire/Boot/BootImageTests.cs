using System.Buffers.Binary;
using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Tests.Wire.Boot;

internal sealed class BootImageTests
{
    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeSeconds(0x1234_5678);

    [Test]
    public void A_boot_is_a_start_the_blocks_and_an_execute()
    {
        IReadOnlyList<BootMessage> messages = new BootImage(new byte[2500]).CreateMessages(5, s_time);

        Assert.That(messages.Select(message => message.Opcode), Is.EqualTo(new[]
        {
            BootOpcode.FloodFillStart, BootOpcode.FloodFillBlock, BootOpcode.FloodFillBlock, BootOpcode.FloodFillBlock, BootOpcode.FloodFillControl,
        }));
        Assert.That(messages[0].Operand3, Is.EqualTo(2), "the number of blocks less one");
        Assert.That(messages.Select(message => message.Operand1), Is.EqualTo(new uint[] { 0, 0xFF00, 0xFF01, 0xFF02, 1 }), "a short last block states the full length too");
        Assert.That(messages.Select(message => message.Data.Length), Is.EqualTo(new[] { 0, 1024, 1024, 452, 0 }));
    }

    [Test]
    public void What_a_board_puts_together_is_the_image_with_its_system_variables() =>
        Gen.Byte.Array[1, 8192].Select(bytes => bytes[..(bytes.Length & ~3)]).Where(bytes => bytes.Length > 0).Sample(bytes =>
        {
            IReadOnlyList<BootMessage> messages = new BootImage(bytes).CreateMessages(3, s_time);
            byte[] received = [.. messages.SelectMany(message => message.Data.ToArray())];
            BootImage.SwapWords(received);

            byte[] expected = [.. bytes];
            for (int i = 384; i < Math.Min(512, bytes.Length); i++)
                expected[i] = BootImage.CreateSystemVariables(3, s_time)[i - 384];

            return received.AsSpan().SequenceEqual(expected);
        });

    [Test]
    public void Words_are_sent_big_endian()
    {
        byte[] words = [1, 2, 3, 4, 5, 6, 7, 8];

        BootImage.SwapWords(words);

        Assert.That(words, Is.EqualTo(new byte[] { 4, 3, 2, 1, 8, 7, 6, 5 }));
    }

    [TestCase(null, 0, 0x00000001u)]
    [TestCase(1, 1, 0x00076104u)]
    [TestCase(2, 2, 0x00006103u)]
    [TestCase(3, 3, 0x00000502u)]
    [TestCase(4, 4, 0x00000001u)]
    [TestCase(5, 5, 0x00000001u)]
    public void Each_kind_of_board_has_its_values(int? version, int hardware, uint leds)
    {
        byte[] block = BootImage.CreateSystemVariables(version, s_time);

        Assert.That(block, Has.Length.EqualTo(128));
        Assert.That(SystemVariable.HardwareVersion.Read(block), Is.EqualTo((ulong)hardware));
        Assert.That(SystemVariable.Led0.Read(block), Is.EqualTo(leds));
        Assert.That(SystemVariable.UnixTimestamp.Read(block), Is.EqualTo(0x1234_5678));
        Assert.That(SystemVariable.BootSignature.Read(block), Is.EqualTo(0x1234_5678));
        Assert.That(SystemVariable.IsRootChip.Read(block), Is.EqualTo(1));
    }

    [Test]
    public void Overrides_win_and_do_not_stick()
    {
        var overrides = new Dictionary<SystemVariable, ulong> { [SystemVariable.HardwareVersion] = 9, [SystemVariable.UnixTimestamp] = 7 };

        byte[] changed = BootImage.CreateSystemVariables(5, s_time, overrides);
        byte[] next = BootImage.CreateSystemVariables(5, s_time);

        Assert.That(SystemVariable.HardwareVersion.Read(changed), Is.EqualTo(9));
        Assert.That(SystemVariable.UnixTimestamp.Read(changed), Is.EqualTo(7));
        Assert.That(SystemVariable.HardwareVersion.Read(next), Is.EqualTo(5));
    }

    [Test]
    public void A_value_that_does_not_fit_is_refused_wherever_it_lies() => Assert.That(
        () => BootImage.CreateSystemVariables(5, s_time, new Dictionary<SystemVariable, ulong> { [SystemVariable.HardwareVersion] = 256 }),
        Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("HardwareVersion"));

    [Test]
    public void There_are_boards_1_to_5([Values(0, 6, -1)] int version) => Assert.That(
        () => new BootImage(new byte[1024]).CreateMessages(version, s_time),
        Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("boardVersion"));

    [Test]
    public void A_time_before_1970_cannot_be_said() => Assert.That(
        () => BootImage.CreateSystemVariables(5, DateTimeOffset.UnixEpoch - TimeSpan.FromSeconds(1)),
        Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("time"));

    [Test]
    public void An_image_is_whole_words_and_no_more_than_32_blocks([Values(1, 1001, 32772)] int size) => Assert.That(
        () => new BootImage(new byte[size]),
        Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("image"));

    [Test]
    public void The_error_for_no_image_says_where_there_is_one() => Assert.That(
        () => new BootImage([]),
        Throws.TypeOf<InvalidParameterException>().With.Message.Contains("scamp.boot").And.Message.Contains("spinnaker_tools"));

    [TestCase("4.0.0", 4, 0, 0)]
    [TestCase("3.4.2", 3, 4, 2)]
    [TestCase("1.33", 1, 33, 0)]
    public void An_image_says_what_it_is(string version, int major, int minor, int patch)
    {
        bool known = new BootImage(MakeScamp(version, 1_600_000_000)).TryDescribe(out BootImageDescription description);

        Assert.That(known, Is.True);
        Assert.That(description, Is.EqualTo(new BootImageDescription(
            "SC&MP/SpiNNaker", new SoftwareVersion(major, minor, patch), DateTimeOffset.FromUnixTimeSeconds(1_600_000_000))));
    }

    [Test]
    public void What_is_no_scamp_is_not_described([Values("", "4.0.0.0", "4..0", "four", "1000")] string version)
    {
        Assert.That(new BootImage(MakeScamp(version, 0)).TryDescribe(out _), Is.False);
        Assert.That(new BootImage(new byte[2048]).TryDescribe(out _), Is.False);
    }

    [Test]
    public void An_image_that_ends_in_its_name_is_not_described() =>
        Assert.That(BootImage.TryDescribe("SC&MP/SpiNNaker\04.0.0"u8, out _), Is.False);

    private static byte[] MakeScamp(string version, uint built)
    {
        var image = new byte[8192];
        System.Text.Encoding.ASCII.GetBytes($"SC&MP/SpiNNaker\0{version}\0").CopyTo(image, 5000);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(6000), built);
        "scamp-3\0"u8.CopyTo(image.AsSpan(6004));
        return image;
    }
}
