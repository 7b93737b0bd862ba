namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The facts that a BMP gives by number.</summary>
/// <remarks>Protocol: bmp.md, "Information".</remarks>
internal enum BmpInfo : byte
{
    /// <summary>0: serial number and addresses.</summary>
    Serial = 0,

    /// <summary>1: copy of the backplane's EEPROM.</summary>
    EepromImage = 1,

    /// <summary>2: which boards of the frame are heard on the CAN bus.</summary>
    CanStatus = 2,

    /// <summary>3: voltages, temperatures and fans.</summary>
    Adc = 3,

    /// <summary>4: network addresses of BMP and board.</summary>
    IPAddress = 4,

    /// <summary>5: resets, uptime and errors.</summary>
    ResetStatus = 5,
}
