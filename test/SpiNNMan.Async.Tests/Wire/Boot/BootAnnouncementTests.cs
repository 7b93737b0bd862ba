using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Tests.Wire.Boot;

internal sealed class BootAnnouncementTests
{
    private const string Hello = "0001" + "00000041" + "02010000" + "00000000" + "43505453";

    [Test]
    public void A_board_announces_the_version_of_its_ROM()
    {
        bool parsed = BootAnnouncement.TryParse(Convert.FromHexString(Hello), out BootAnnouncement announcement, out _);

        Assert.That(parsed, Is.True);
        Assert.That(announcement.RomVersion, Is.EqualTo(new SoftwareVersion(2, 1, 0)));
    }

    [Test]
    public void The_standard_announcement_is_what_boards_send() =>
        Assert.That(Convert.ToHexString(BootAnnouncement.Standard.ToMessage().ToArray()), Is.EqualTo(Hello));

    [TestCase(256, 0)]
    [TestCase(2, -1)]
    public void A_version_that_does_not_fit_is_refused(int major, int minor) => Assert.That(
        () => new BootAnnouncement(new SoftwareVersion(major, minor, 0)).ToMessage(),
        Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("RomVersion"));

    [Test]
    public void Another_boot_message_is_no_announcement()
    {
        bool parsed = BootAnnouncement.TryParse(new BootMessage(BootOpcode.FloodFillStart, operand3: BootAnnouncement.Signature).ToArray(), out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That((error.Kind, error.Offset), Is.EqualTo((PacketErrorKind.WrongKind, 2)));
    }

    [Test]
    public void A_hello_without_the_signature_is_refused()
    {
        bool parsed = BootAnnouncement.TryFrom(new BootMessage(BootOpcode.Hello, 0x0201_0000), out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That((error.Kind, error.Offset), Is.EqualTo((PacketErrorKind.BadValue, 14)));
    }
}
