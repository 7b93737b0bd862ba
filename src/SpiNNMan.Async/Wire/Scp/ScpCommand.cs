namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The commands that monitors, application cores and board management processors take.</summary>
/// <remarks>Protocol: scp.md, "Commands".</remarks>
public enum ScpCommand : ushort
{
    /// <summary>0: software version.</summary>
    Version = 0,

    /// <summary>1: obsolete.</summary>
    Run = 1,

    /// <summary>2: read memory.</summary>
    Read = 2,

    /// <summary>3: write memory.</summary>
    Write = 3,

    /// <summary>4: obsolete.</summary>
    Aplx = 4,

    /// <summary>5: fill memory with a word.</summary>
    Fill = 5,

    /// <summary>15: count the cores of a board in a state (monitors from version 4).</summary>
    Count = 15,

    /// <summary>16: take a core out of use.</summary>
    Remap = 16,

    /// <summary>17: read a neighbour's memory; to a BMP, read an FPGA register.</summary>
    LinkRead = 17,

    /// <summary>18: write a neighbour's memory; to a BMP, write an FPGA register.</summary>
    LinkWrite = 18,

    /// <summary>19: start the application in system SDRAM.</summary>
    ApplicationRun = 19,

    /// <summary>20: send a nearest-neighbour packet.</summary>
    NearestNeighbourPacket = 20,

    /// <summary>21: copy an application from a neighbour and start it.</summary>
    ApplicationCopyRun = 21,

    /// <summary>22: signal applications, or count cores by state (monitors before version 4).</summary>
    Signal = 22,

    /// <summary>23: one block of a flood fill.</summary>
    FloodFillData = 23,

    /// <summary>24: start the application at an address.</summary>
    ApplicationStart = 24,

    /// <summary>25: LEDs.</summary>
    Led = 25,

    /// <summary>26: IP tags.</summary>
    IPTag = 26,

    /// <summary>27: serial ROM.</summary>
    SerialRom = 27,

    /// <summary>28: allocate and free SDRAM and router entries.</summary>
    Allocate = 28,

    /// <summary>29: router.</summary>
    Router = 29,

    /// <summary>30: reserved by the firmware; used by the packet re-injector.</summary>
    DroppedPacketReinjection = 30,

    /// <summary>31: summary of a chip.</summary>
    ChipInfo = 31,

    /// <summary>32: clock synchronisation beacons.</summary>
    Sync = 32,

    /// <summary>48: BMP: information by selector.</summary>
    BmpInfo = 48,

    /// <summary>49: BMP: copy flash.</summary>
    FlashCopy = 49,

    /// <summary>50: BMP: erase flash.</summary>
    FlashErase = 50,

    /// <summary>51: BMP: write flash.</summary>
    FlashWrite = 51,

    /// <summary>53: BMP: serial flash.</summary>
    BmpSerialFlash = 53,

    /// <summary>54: BMP: EEPROM.</summary>
    BmpEeprom = 54,

    /// <summary>55: BMP: reset.</summary>
    BmpReset = 55,

    /// <summary>56: BMP: load FPGAs.</summary>
    BmpXilinx = 56,

    /// <summary>57: BMP: power.</summary>
    BmpPower = 57,

    /// <summary>61: BMP: I2C bus.</summary>
    BmpI2C = 61,

    /// <summary>62: BMP: fan.</summary>
    BmpPwm = 62,

    /// <summary>64: text printed by a core; only ever sent to a host.</summary>
    Tube = 64,
}
