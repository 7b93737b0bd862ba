using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Tests.Applications;

/// <summary>Images of applications: what they tell, and what is none.</summary>
internal sealed class ApplicationImageTests
{
    [Test]
    public void An_image_tells_its_name_date_and_sum()
    {
        byte[] bytes = [2, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0, 12, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00, 0xF1, 0x53, 0x65, (byte)'a', (byte)'p', (byte)'p', 0, 7];
        var image = new ApplicationImage(bytes);

        Assert.That((image.Name, image.Length, image.Data.Length), Is.EqualTo(("app", 41, 44)));
        Assert.That(image.BuildDate, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1700000000)));
        Assert.That(image.Checksum, Is.EqualTo(unchecked(2u + 32 + 12 + 0xFFFFFFFF + 0x6553F100 + 0x00707061 + 7)));
        Assert.That(image.ToString(), Is.EqualTo("app of 41 bytes"));
    }

    [Test]
    public void What_is_no_image_is_refused_and_said_what_it_is()
    {
        Assert.That(() => new ApplicationImage([]), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new ApplicationImage(new byte[16]), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("0x00000000"));
        Assert.That(() => new ApplicationImage("\u007FELF and more than that"u8), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("ELF").And.Message.Contains(".aplx"));
        Assert.That(() => new ApplicationImage(new byte[ApplicationImage.MaxSize + 1]), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("262144"));
        Assert.That(ApplicationImage.Unchecked([1, 2, 3]).Data.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 0 }));
    }

    [Test]
    public void Virtual_images_are_images([Values(64, 1024, 32768, 262144)] int size)
    {
        var image = new ApplicationImage(VirtualApplicationImage.Create("my_app", size));

        Assert.That((image.Name, image.Length), Is.EqualTo(("my_app", size)));
        Assert.That(() => VirtualApplicationImage.Create("a name", size), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => VirtualApplicationImage.Create("app", size - 1), Throws.TypeOf<InvalidParameterException>());
    }

    // The vectors at the begin of every real program: they look like a date, and the name "x".
    private const string Vectors = "18f09fe5780000000800000018f09fe5";

    [Test]
    public void The_name_stands_before_that_of_the_library_and_the_date_before_it()
    {
        ApplicationImage image = Image(Vectors + "e08f02e2 01006c020b6b" + Hex("hello\0") + Hex("SARK/SpiNNaker\0") + Hex("4.0.0\0"));

        Assert.That((image.Name, image.BuildDate), Is.EqualTo(("hello", (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(0x6B0B026C))));
    }

    [Test]
    public void Before_version_3_1_of_the_library_the_date_comes_last([Values("t", "te", "tes", "test", "tests", "fifteen-letters")] string name)
    {
        string padded = name + new string('\0', 4 - (name.Length % 4));
        ApplicationImage image = Image(Vectors + "00000000" + Hex(padded) + "d7b66b57" + Hex("SARK/SpiNNaker\0") + Hex("3.0.1\0"));

        Assert.That((image.Name, image.BuildDate), Is.EqualTo((name, (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(0x576BB6D7))));
    }

    [Test]
    public void The_last_bytes_of_a_date_may_be_letters_too([Values("6c020b6b", "6c02616b", "6c6a6b65", "6d6e6f65", "00004b65", "61626364")] string date, [Values("hello", "a", "fifteen-letters")] string name)
    {
        // The program has pointers to its name; nothing else in it tells where that begins.
        string front = Vectors + "00000000" + "PPPPPPPP" + "0100" + date;
        int address = (front.Length / 2);
        string pointer = Convert.ToHexStringLower(BitConverter.GetBytes(address));
        ApplicationImage image = Image(front.Replace("PPPPPPPP", pointer) + Hex(name + "\0") + Hex("SARK/SpiNNaker\0") + Hex("3.4.2\0"));

        Assert.That((image.Name, image.BuildDate), Is.EqualTo((name, (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(BitConverter.ToUInt32(Convert.FromHexString(date))))));
    }

    [TestCase("00f15365", "4.0.0", "a program of 2023 whose date ends in the letters Se")]
    [TestCase("00f15365", "4.1.2", "a later library")]
    [TestCase("00f15358", "3.1.0", "a program of 2016 whose date ends in the letters SX")]
    public void Without_pointers_the_date_that_fits_the_library_tells_where_the_name_begins(string date, string version, string why)
    {
        ApplicationImage image = Image(Vectors + "00000000" + "0100" + date + Hex("hello\0") + Hex("SARK/SpiNNaker\0") + Hex(version + "\0"));

        Assert.That((image.Name, image.BuildDate), Is.EqualTo(("hello", (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(BitConverter.ToUInt32(Convert.FromHexString(date))))), why);
    }

    [Test]
    public void What_has_no_name_gets_none()
    {
        Assert.That(Image(Vectors + "0000000000000000").Name, Is.Empty, "code is not searched");
        Assert.That(Image(Vectors + Hex("SARK/SpiNNaker\0") + Hex("4.0.0\0")).Name, Is.Empty);
        Assert.That(ApplicationImage.Unchecked(System.Text.Encoding.ASCII.GetBytes("SARK/SpiNNaker\0")).Name, Is.Empty);
        Assert.That(ApplicationImage.Unchecked([0]).Name, Is.Empty);
    }

    [Test]
    public void Names_are_found_in_any_bytes_without_harm([Range(0, 4)] int seed)
    {
        var random = new Random(seed);
        byte[] text = System.Text.Encoding.ASCII.GetBytes("SARK/SpiNNaker\0");
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = new byte[random.Next(0, 80)];
            random.NextBytes(bytes);
            if (bytes.Length >= 16)
                bytes[0] = (byte)random.Next(1, 4);

            byte[] image = [.. bytes, .. round % 2 == 0 ? text : [], .. new byte[random.Next(0, 5)]];
            (string name, DateTimeOffset? date) = ApplicationImage.FindName(image);

            Assert.That(name.Length, Is.LessThanOrEqualTo(15));
            Assert.That(date is null, Is.EqualTo(name.Length == 0));
        }
    }

    /// <summary>An image as the tools make it: one block, copied to address 0.</summary>
    private static ApplicationImage Image(string hex)
    {
        byte[] block = Convert.FromHexString(hex.Replace(" ", ""));
        byte[] table = new byte[64];
        table[0] = 2;
        table[8] = 64;
        BitConverter.TryWriteBytes(table.AsSpan(12), block.Length);
        table[16] = 4;
        table.AsSpan(32, 4).Fill(0xFF);
        return new ApplicationImage([.. table, .. block]);
    }

    private static string Hex(string text) => Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(text));
}
