using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Tests.Machines;

internal sealed class SystemVariableTests
{
    [Test]
    public void The_variables_fill_the_block_without_gap_or_overlap()
    {
        int end = 0;
        foreach (SystemVariable variable in SystemVariable.All)
        {
            Assert.That(variable.Offset, Is.EqualTo(end), variable.Name);
            end += variable.Size;
        }

        Assert.That(end, Is.EqualTo(SystemVariable.BlockSize));
        Assert.That(SystemVariable.All.Any(variable => variable.Offset == SystemVariable.BootBlockSize));
    }

    [Test]
    public void Every_variable_is_found_by_each_of_its_names_and_each_of_its_bytes()
    {
        foreach (SystemVariable variable in SystemVariable.All)
        {
            string[] names = [variable.Name, variable.PythonName, variable.PythonName.ToUpperInvariant(), variable.FirmwareName ?? variable.Name];
            foreach (string name in names)
            {
                Assert.That(SystemVariable.TryFind(name, out SystemVariable? byName), name);
                Assert.That(byName, Is.SameAs(variable), name);
            }

            for (int offset = variable.Offset; offset < variable.Offset + variable.Size; offset++)
            {
                Assert.That(SystemVariable.TryFind(offset, out SystemVariable? byOffset));
                Assert.That(byOffset, Is.SameAs(variable));
            }
        }
    }

    [Test]
    public void What_is_no_variable_is_not_found()
    {
        Assert.That(SystemVariable.TryFind("no such thing", out _), Is.False);
        Assert.That(SystemVariable.TryFind(-1, out _), Is.False);
        Assert.That(SystemVariable.TryFind(256, out _), Is.False);
    }

    [Test]
    public void The_defaults_are_what_a_board_is_booted_with()
    {
        var block = new byte[SystemVariable.BlockSize];
        foreach (SystemVariable variable in SystemVariable.All)
            variable.Write(block, variable.Default);

        Assert.That(
            Convert.ToHexStringLower(block.AsSpan(0, SystemVariable.BootBlockSize)),
            Is.EqualTo(
                "000000000000000000000000040433000000000000000000000000000000000000000000c80082003f0064013200000001000000000000000000000000000000"
                + "00071400000000000004000000000000004000000000800000800000000000000000000000" + "3f" + "0000000000000000000000000000000000000000000000000000"));
    }

    [Test]
    public void Read_undoes_Write() =>
        Gen.Select(Gen.Int[0, SystemVariable.All.Count - 1], Gen.ULong).Sample((index, number) =>
        {
            SystemVariable variable = SystemVariable.All[index];
            ulong value = number & variable.MaxValue;
            var block = new byte[SystemVariable.BlockSize];
            variable.Write(block, value);
            bool othersUntouched = block.AsSpan(0, variable.Offset).IndexOfAnyExcept((byte)0) < 0
                && block.AsSpan(variable.Offset + variable.Size).IndexOfAnyExcept((byte)0) < 0;
            bool same = variable.Type == SystemVariableType.Bytes
                ? variable.Slice(block).IndexOfAnyExcept((byte)value) < 0
                : variable.Read(block) == value;
            return same && othersUntouched;
        });

    [Test]
    public void A_value_that_does_not_fit_is_refused() =>
        Assert.That(
            () => SystemVariable.CpuClockMHz.Write(new byte[256], 65536),
            Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("CpuClockMHz"));

    [Test]
    public void A_block_that_is_too_short_is_refused()
    {
        Assert.That(() => SystemVariable.CpuClockMHz.Write(new byte[0x25], 1), Throws.ArgumentException);
        Assert.That(() => SystemVariable.CpuClockMHz.Read(new byte[0x25]), Throws.ArgumentException);
        Assert.That(() => SystemVariable.StatusMap.Read(new byte[256]), Throws.InvalidOperationException);
    }

    [Test]
    public void Addresses_are_in_system_ram() => Assert.That(SystemVariable.IobufSize.Address, Is.EqualTo(0xF5007F50));

    [Test]
    public void The_reader_has_each_variable_under_its_name()
    {
        byte[] block = [.. Enumerable.Range(0, 256).Select(value => (byte)(value * 7))];
        Assert.That(SystemVariables.TryParse(block, out SystemVariables variables, out _));
        var read = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (System.Reflection.PropertyInfo property in typeof(SystemVariables).GetProperties().Where(property => property.PropertyType.IsPrimitive && property.GetIndexParameters().Length == 0))
            read.Add(property.Name, Convert.ToUInt64(property.GetValue(variables), System.Globalization.CultureInfo.InvariantCulture));

        SystemVariable[] numbers = [.. SystemVariable.All.Where(variable => variable.Type != SystemVariableType.Bytes)];
        Assert.That(read, Is.EqualTo(numbers.ToDictionary(variable => variable.Name, variable => variable.Read(block), StringComparer.Ordinal)));
        Assert.That(variables.StatusMap.ToArray(), Is.EqualTo(block[0x80..0x94]));
        Assert.That(variables.PhysicalToVirtualCores.ToArray(), Is.EqualTo(block[0x94..0xA8]));
        Assert.That(variables.VirtualToPhysicalCores.ToArray(), Is.EqualTo(block[0xA8..0xBC]));
        Assert.That(variables.EthernetIPAddress.ToArray(), Is.EqualTo(block[0xF0..0xF4]));
        Assert.That(variables[SystemVariable.Led0], Is.EqualTo(variables.Led0));
        Assert.That(variables.Block.ToArray(), Is.EqualTo(block));
    }

    [Test]
    public void The_reader_keeps_a_copy()
    {
        var block = new byte[256];
        Assert.That(SystemVariables.TryParse(block, out SystemVariables variables, out _));
        block[0] = 9;

        Assert.That(variables.Y, Is.Zero);
    }

    [Test]
    public void A_short_block_is_an_error_that_says_where([Values(0, 1, 255)] int length)
    {
        bool parsed = SystemVariables.TryParse(new byte[length], out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("SystemVariables", length, 256, length)));
    }
}
