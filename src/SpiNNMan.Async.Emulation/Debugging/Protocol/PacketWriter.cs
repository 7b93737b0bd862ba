using System.Text;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>Puts packets around what is to be sent.</summary>
internal static class PacketWriter
{
    /// <summary>A packet.</summary>
    /// <param name="content">Each character is a byte.</param>
    /// <param name="isNotification">Whether nobody has asked for it.</param>
    public static byte[] Write(string content, bool isNotification = false)
    {
        var text = new StringBuilder(content.Length + 4);
        text.Append(isNotification ? '%' : '$');
        int sum = 0;
        foreach (char character in content)
        {
            if (character is '#' or '$' or '}' or '*')
            {
                text.Append('}').Append((char)(character ^ 0x20));
                sum += '}' + (character ^ 0x20);
            }
            else
            {
                text.Append(character);
                sum += character;
            }
        }

        text.Append('#').Append((sum & 0xff).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return Encoding.Latin1.GetBytes(text.ToString());
    }
}
