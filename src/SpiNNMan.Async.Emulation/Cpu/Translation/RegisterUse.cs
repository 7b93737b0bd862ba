namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Finds the registers that the instructions of a region name.</summary>
internal static class RegisterUse
{
    /// <summary>The registers of a region, one bit each. There can be more than are really used.</summary>
    public static uint Of(Region region)
    {
        uint used = 0;
        foreach (GuestInstruction instruction in region.Instructions.Values) used |= Of(instruction);
        return used & 0x7fff;
    }

    private static uint Of(GuestInstruction instruction)
    {
        uint rd = 1u << instruction.Rd;
        uint rn = 1u << instruction.Rn;
        uint rm = 1u << instruction.Rm;
        uint rs = 1u << instruction.Rs;
        switch (instruction.Kind)
        {
            case GuestKind.Branch or GuestKind.Interpreted or GuestKind.Last: return 0;
            case GuestKind.Call: return 1u << 14;
            case GuestKind.Constant or GuestKind.Literal or GuestKind.ReadStatus: return rd;
            case GuestKind.WriteSavedStatus or GuestKind.WriteControl: return instruction.Has(25) ? 0 : rm;
        }

        switch ((instruction.Opcode >> 25) & 7)
        {
            case 0 when instruction.Has(4): return rd | rn | rm | rs;
            case 0 or 3: return rd | rn | rm;
            case 1 or 2: return rd | rn;
            case 4: return rn | (instruction.Opcode & 0xffff);
            default: return 0;
        }
    }
}
