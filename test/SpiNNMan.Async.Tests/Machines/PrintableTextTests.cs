using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests.Machines;

/// <summary>Text of a machine that can be shown to people without doing anything to their terminals.</summary>
internal sealed class PrintableTextTests
{
    [TestCase("", "")]
    [TestCase("plain, ünïcödé, 日本, 🦄", "plain, ünïcödé, 日本, 🦄")]
    [TestCase("\e[2J", "\uFFFD[2J")]
    [TestCase("a\u009Bb\u007F\0", "a\uFFFDb\uFFFD\uFFFD")]
    [TestCase("a\u202Eb\u2066\u200B\uFEFF", "a\uFFFDb\uFFFD\uFFFD\uFFFD")]
    [TestCase("a\u2028b\u2029", "a\uFFFDb\uFFFD")]
    [TestCase("a\r\nb\tc", "a\uFFFD\nb\tc")]
    public void Only_what_cannot_be_shown_is_replaced(string text, string expected)
    {
        Assert.That(PrintableText.OfLines(text), Is.EqualTo(expected));
        Assert.That(PrintableText.OfLine(text), Is.EqualTo(expected.Replace('\n', '\uFFFD').Replace('\t', '\uFFFD')));
    }

    [Test]
    public void Half_a_character_is_replaced() => Assert.That(PrintableText.OfLines("a\uD83E" + "b" + "\uDD84"), Is.EqualTo("a\uFFFDb\uFFFD"));

    [Test]
    public void What_is_printable_is_not_copied()
    {
        string text = new('x', 100);

        Assert.That(PrintableText.OfLines(text), Is.SameAs(text));
    }

    [Test]
    public void Messages_of_errors_are_printable()
    {
        Assert.That(new SpinnakerException("a\e[2J\nb").Message, Is.EqualTo("a\uFFFD[2J\nb"));
        Assert.That(new InvalidParameterException("host", "a\nb", "it is odd").Message, Is.EqualTo("host = a\uFFFDb: it is odd"));
    }

    [Test]
    public void What_software_says_of_itself_is_one_printable_line()
    {
        var version = new VersionInfo("S\e[2J", "h\nspinnman: forged", new SoftwareVersion(4, 0, 0), "4.0.0\a", default, 0, 256, default);

        Assert.That(version.ToString(), Does.StartWith("S\uFFFD[2J 4.0.0\uFFFD at h\uFFFDspinnman: forged:"));
    }

    [TestCase(133, 1, 33, "1.33")]
    [TestCase(105, 1, 5, "1.05")]
    public void Software_that_sends_a_number_is_told_by_it(int number, int major, int minor, string text)
    {
        byte[] reply = [0, 0, 0, 0, 0, 1, (byte)number, 0, 0, 0, 0, 0, .. "SC&MP/SpiNNaker\0"u8];
        Assert.That(VersionInfo.TryParse(reply, out VersionInfo version, out _), Is.True);

        Assert.That((version.Version.Major, version.Version.Minor), Is.EqualTo((major, minor)));
        Assert.That((version.VersionText, version.VersionString), Is.EqualTo((text, "SC&MP/SpiNNaker")));
        Assert.That(version.ToString(), Does.StartWith($"SC&MP {text} at SpiNNaker:0,0,0"));
    }
}
