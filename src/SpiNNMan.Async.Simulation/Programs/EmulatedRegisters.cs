using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>Registers of an emulated chip, as the model reaches them.</summary>
internal sealed class EmulatedRegisters(Func<uint, uint> read, Action<uint, uint> write) : IRegisterBank
{
    public uint Read(uint offset) => read(offset);

    public void Write(uint offset, uint value) => write(offset, value);
}
