using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_LED: the lights of a chip. A low pin switches its light on.</summary>
internal sealed class LedCommand : ICommandHandler
{
    private const uint Description = ChipAddresses.SystemVariables + 0x30;
    private const int Most = 7;

    private enum Operation
    {
        None = 0,
        Invert = 1,
        Off = 2,
        On = 3,
    }

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        Apply(context.Chip, message.Arguments.First, context.Monitor.Firmware);
        return CommandOutcome.Done();
    }

    /// <summary>Sets each light as its two bits say.</summary>
    public static void Apply(VirtualChip chip, uint leds, FirmwareProfile firmware)
    {
        // The lowest digit is the number of lights. The others are the numbers of their pins.
        uint description = chip.Memory.ReadWord(Description);
        SystemControllerRegisters pins = chip.SystemController;
        uint inverted = 0;
        for (int led = 0; led < Math.Min(description & 0xF, Most); led++, leds >>= 2)
        {
            uint pin = 1u << (int)((description >> (4 * (led + 1))) & 0xF);
            switch ((Operation)(leds & 3))
            {
                case Operation.Invert:
                    inverted |= pin;
                    break;
                case Operation.Off:
                    pins.SetPins(pin);
                    break;
                case Operation.On:
                    pins.ClearPins(pin);
                    break;
            }
        }

        if (inverted != 0)
            pins.InvertPins(inverted, firmware.InvertsLightsAtOnce);
    }
}
