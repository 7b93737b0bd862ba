using System.Net;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Boards;

/// <summary>Answers of a SpiNN-5 at 127.0.240.9 that were worked out byte by byte from the sources of the firmware, not by this project.</summary>
internal sealed class VectorTests
{
    private const string Idle = "070f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f";

    [TestCase("000087ff00ffffff000000000100" + "000000000000000000000000", "00000708ff000000000080000100" + "000000000001fffff433576553" + "43264d502f5370694e4e616b657200342e302e3000", TestName = "VER")]
    [TestCase("000087ff00ffffff00001f000200" + "000000000000000000000000", "00000708ff000000000080000200" + "12c7ff02e0ff5b07dc560000" + Idle + "00007f00f0090700", TestName = "INFO of the chip with the Ethernet")]
    [TestCase("000087ff00ff020300001f000200" + "000000000000000000000000", "00000708ff000000020380000200" + "12ffff00e0ff5b07dc560000" + Idle + "0000000000000400", TestName = "INFO of a chip in the middle")]
    [TestCase("000087ff00ffffff000002000400" + "027f00f50200000001000000", "00000708ff000000000080000400" + "0808", TestName = "READ of the dimensions")]
    [TestCase("000087ff00ff090900000200" + "0300" + "000000600400000002000000", "00000708ff000000090987000300", TestName = "READ of a chip that is not there")]
    [TestCase("000087ff11ff010100000000" + "0300" + "000000000000000000000000", "00000708ff110000010188000300", TestName = "VER of core 17 where there are 17 cores")]
    [TestCase("000087ff20ff000000000000" + "0300" + "000000000000000000000000", "00000708ff200000000085000300", TestName = "VER to a port of the monitor")]
    [TestCase("000087ff00ff000000001a00" + "0b00" + "01000110e74500007f000001", "00000708ff00000000008000" + "0b00" + "01000000", TestName = "IPTAG SET")]
    [TestCase("000087ff00ff000000001a00" + "0c00" + "000004000900000000000000", "00000708ff00000000008000" + "0c00" + "09200808", TestName = "IPTAG TTO")]
    public async Task The_board_answers(string request, string reply) => Assert.That(await AskAsync(request, "127.0.240.9"), Is.EqualTo(reply));

    [TestCase("000087ff00ff000000000000" + "0100" + "000000000000000000000000", "00000708e000f0000000800001000000f0010001ffff", "4243264d502f5370696e352d424d5000322e312e3200", TestName = "VER of the BMP")]
    [TestCase("000087ff00ff000000001100" + "0300" + "040004000400000002000000", "00000708e000f000000080000300", "02000000", TestName = "FLAG of the last FPGA")]
    [TestCase("000087ff00ff000000003000" + "0300" + "030000000000000000000000", "00000708e000f000000080000300", "fffff007f007f007850bffff140ecd0c001e001c008000800080008000800080ffffffffffffffff0000000000000000", TestName = "Status of the board")]
    public async Task The_BMP_answers(string request, string start, string end)
    {
        string reply = await AskAsync(request, "127.0.240.8");
        Assert.That(reply, Does.StartWith(start).And.EndWith(end));
    }

    private static async Task<string> AskAsync(string request, string address)
    {
        await using VirtualMachine machine = await TestMachines.StartAsync(new TriadArrangement(1, 1), change: options => options with { Triads = null, VariesPadding = false });
        await using IDatagramSocket client = TestMachines.Connect(machine, new IPEndPoint(IPAddress.Parse(address), 17893));
        return Convert.ToHexStringLower(await TestMachines.AskAsync(client, Convert.FromHexString(request)));
    }
}
