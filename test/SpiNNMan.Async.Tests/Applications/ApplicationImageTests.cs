using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
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
}
